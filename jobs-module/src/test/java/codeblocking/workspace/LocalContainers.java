package codeblocking.workspace;

import codeblocking.container.ContainerId;
import codeblocking.container.ContainerList;
import codeblocking.container.ContainerRequest;
import codeblocking.container.Containers;
import codeblocking.container.EngineUnavailable;
import codeblocking.container.LiveContainer;
import codeblocking.container.TerminalStream;
import codeblocking.project.ProjectId;
import codeblocking.settings.DataDirectory;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Runs commands as local processes, with the paths inside mapped to those on the host. */
public final class LocalContainers implements Containers {
  private final DataDirectory data;
  public final List<List<String>> ran = Collections.synchronizedList(new ArrayList<>());
  public boolean down;
  public @Nullable List<String> insteadOfUploadPack;

  /** Puts each command into a cage, where the workspace's own programs cannot reach the host. */
  public BiFunction<ProjectId, List<String>, List<String>> cage = (project, command) -> command;

  public LocalContainers(DataDirectory data) {
    this.data = data;
  }

  @Override
  public Process run(ContainerRequest request, List<String> command, Duration timeout)
      throws EngineUnavailable {
    if (down) {
      throw new EngineUnavailable("no engine", null, false);
    }
    ran.add(command);
    String id = request.projectId().toString();
    List<String> asked =
        command.contains("upload-pack") && insteadOfUploadPack != null
            ? insteadOfUploadPack
            : command;
    List<String> local =
        asked.stream()
            .map(
                word ->
                    word.replace("/workspace/project", data.project(id).toString())
                        .replace("/run/codeblocking", data.handover(id).toString()))
            .toList();
    ProcessBuilder builder =
        new ProcessBuilder(cage.apply(request.projectId(), local))
            .directory(data.project(id).toFile());
    builder.environment().keySet().removeIf(key -> key.startsWith("GIT_"));
    builder.environment().putAll(Map.of("HOME", data.slot(id).resolve("home").toString()));
    try {
      return builder.start();
    } catch (IOException e) {
      throw new EngineUnavailable("cannot start " + command, e, false);
    }
  }

  @Override
  public LiveContainer start(ContainerRequest request) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<LiveContainer> find(ProjectId project) {
    return Optional.empty();
  }

  @Override
  public void pause(ProjectId project) {}

  @Override
  public void resume(ProjectId project) {}

  @Override
  public void remove(ContainerId container) {}

  @Override
  public boolean removePaused(ContainerId container) {
    return true;
  }

  @Override
  public ContainerList list() {
    return new ContainerList(List.of(), true);
  }

  @Override
  public TerminalStream mainTerminal(ContainerId container, int cols, int rows) {
    return terminal(container, cols, rows);
  }

  @Override
  public TerminalStream terminal(ContainerId container, int cols, int rows) {
    throw new UnsupportedOperationException();
  }

  @Override
  public TerminalStream spare(ContainerId container, int cols, int rows) {
    throw new UnsupportedOperationException();
  }

  @Override
  public String ping() {
    return "local processes";
  }
}

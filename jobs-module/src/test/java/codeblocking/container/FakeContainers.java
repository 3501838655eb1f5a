package codeblocking.container;

import codeblocking.project.ProjectId;
import codeblocking.settings.DataDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@link Containers} without an engine. Commands run on this host in the project's directory,
 * {@code /workspace} and {@code /run/codeblocking} in their arguments replaced by where those are
 * here.
 */
public final class FakeContainers implements Containers {
  private final DataDirectory data;
  private final Clock clock;
  private final Map<ProjectId, LiveContainer> containers = new HashMap<>();
  private final Map<ContainerId, List<FakeTerminal>> terminals = new HashMap<>();
  private final List<LiveContainer> helpers = new ArrayList<>();
  private final List<String> calls = new ArrayList<>();

  /** Images that the engine has not. */
  public final Set<String> missingImages = new CopyOnWriteArraySet<>();

  private @Nullable EngineUnavailable outage;

  public FakeContainers(Path dataDir, Clock clock) {
    this.data = new DataDirectory(dataDir);
    this.clock = clock;
  }

  /** All calls fail from now on; null: no more. */
  public synchronized void outage(@Nullable EngineUnavailable failure) {
    outage = failure;
  }

  /** The engine has it, but nothing runs in it any more. */
  public synchronized void die(ProjectId project) {
    LiveContainer dead = containers.get(project);
    if (dead != null) {
      containers.put(project, state(dead, false, false));
      endTerminals(dead.id());
    }
  }

  /** Something of this instance that is no workspace. */
  public synchronized LiveContainer helper(String role) {
    LiveContainer helper =
        new LiveContainer(
            newId(),
            "cb-fake-helper-" + role,
            null,
            "base",
            "image",
            true,
            false,
            clock.instant(),
            role);
    helpers.add(helper);
    return helper;
  }

  /** What was asked, such as {@code pause 6f…}; start, pause, resume, remove only. */
  public synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  public synchronized List<FakeTerminal> terminals(ContainerId container) {
    return List.copyOf(terminals.getOrDefault(container, List.of()));
  }

  @Override
  public synchronized LiveContainer start(ContainerRequest request) throws EngineUnavailable {
    available();
    calls.add("start " + request.projectId());
    LiveContainer there = containers.get(request.projectId());
    if (there != null && there.running()) {
      return put(request.projectId(), state(there, true, false));
    }
    if (missingImages.contains(request.environment().image())) {
      throw new EngineUnavailable(
          "the image %s is not on the engine".formatted(request.environment().image()), null, true);
    }
    prepare(request.projectId());
    return put(
        request.projectId(),
        new LiveContainer(
            newId(),
            "cb-fake-" + request.projectId(),
            request.projectId(),
            request.environment().name(),
            request.environment().image(),
            true,
            false,
            clock.instant(),
            null));
  }

  private LiveContainer put(ProjectId project, LiveContainer container) {
    containers.put(project, container);
    return container;
  }

  private void prepare(ProjectId project) {
    try {
      Files.createDirectories(data.project(project.toString()));
      Files.createDirectories(data.slot(project.toString()).resolve("home"));
      Files.createDirectories(data.handover(project.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized Optional<LiveContainer> find(ProjectId project) throws EngineUnavailable {
    available();
    return Optional.ofNullable(containers.get(project));
  }

  @Override
  public synchronized void pause(ProjectId project) throws EngineUnavailable {
    available();
    calls.add("pause " + project);
    containers.computeIfPresent(project, (id, c) -> state(c, c.running(), c.running()));
  }

  @Override
  public synchronized boolean removePaused(ContainerId container) throws EngineUnavailable {
    available();
    if (containers.values().stream()
        .anyMatch(c -> c.id().equals(container) && c.running() && !c.paused())) {
      return false;
    }
    remove(container);
    return true;
  }

  @Override
  public synchronized void resume(ProjectId project) throws EngineUnavailable {
    available();
    calls.add("resume " + project);
    containers.computeIfPresent(project, (id, c) -> state(c, c.running(), false));
  }

  @Override
  public synchronized void remove(ContainerId container) throws EngineUnavailable {
    available();
    calls.add("remove " + container);
    containers.values().removeIf(c -> c.id().equals(container));
    helpers.removeIf(c -> c.id().equals(container));
    endTerminals(container);
  }

  private void endTerminals(ContainerId container) {
    List<FakeTerminal> ended = terminals.remove(container);
    if (ended != null) {
      ended.forEach(terminal -> terminal.end(137));
    }
  }

  @Override
  public synchronized ContainerList list() {
    if (outage != null) {
      return new ContainerList(List.of(), false);
    }
    List<LiveContainer> all = new ArrayList<>(containers.values());
    all.addAll(helpers);
    return new ContainerList(all, true);
  }

  @Override
  public TerminalStream mainTerminal(ContainerId container, int cols, int rows)
      throws EngineUnavailable {
    return terminal(container, cols, rows);
  }

  @Override
  public synchronized TerminalStream terminal(ContainerId container, int cols, int rows)
      throws EngineUnavailable {
    available();
    containers.replaceAll(
        (project, c) -> c.id().equals(container) && c.paused() ? state(c, true, false) : c);
    return spare(container, cols, rows);
  }

  @Override
  public synchronized TerminalStream spare(ContainerId container, int cols, int rows)
      throws EngineUnavailable {
    available();
    if (containers.values().stream()
        .noneMatch(c -> c.id().equals(container) && c.running() && !c.paused())) {
      throw new EngineUnavailable("no container runs as " + container, null, false);
    }
    FakeTerminal terminal = new FakeTerminal(cols, rows);
    terminals.computeIfAbsent(container, id -> new ArrayList<>()).add(terminal);
    return terminal;
  }

  @Override
  public Process run(ContainerRequest request, List<String> command, Duration timeout)
      throws EngineUnavailable {
    synchronized (this) {
      available();
      prepare(request.projectId());
    }
    String id = request.projectId().toString();
    List<String> here =
        command.stream()
            .map(
                argument ->
                    argument
                        .replace("/workspace", data.slot(id).toString())
                        .replace("/run/codeblocking", data.handover(id).toString()))
            .toList();
    try {
      ProcessBuilder builder = new ProcessBuilder(here).directory(data.project(id).toFile());
      builder.environment().put("HOME", data.slot(id).resolve("home").toString());
      Process process = builder.start();
      CompletableFuture.delayedExecutor(timeout.toMillis(), TimeUnit.MILLISECONDS)
          .execute(process::destroyForcibly);
      return process;
    } catch (IOException e) {
      throw new EngineUnavailable("running " + command.get(0), e, false);
    }
  }

  @Override
  public synchronized String ping() throws EngineUnavailable {
    available();
    return "no engine, but a fake";
  }

  private void available() throws EngineUnavailable {
    if (outage != null) {
      throw outage;
    }
  }

  private static ContainerId newId() {
    return new ContainerId(UUID.randomUUID().toString().replace("-", ""));
  }

  private static LiveContainer state(LiveContainer c, boolean running, boolean paused) {
    return new LiveContainer(
        c.id(),
        c.name(),
        c.projectId(),
        c.environment(),
        c.image(),
        running,
        paused,
        c.startedAt(),
        c.role());
  }
}

package codeblocking.web.terminal;

import codeblocking.project.ProjectId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Speaks to all clients of a project on this node. Nothing here blocks. */
public final class TerminalBroadcast {
  private final Map<ProjectId, Set<TerminalClient>> clients = new ConcurrentHashMap<>();
  private volatile Consumer<ProjectId> activity = project -> {};

  /** A text message as it stands, such as {@code {"type":"save",…}}. */
  public void send(ProjectId project, String json) {
    of(project).forEach(client -> client.send(json));
  }

  public void notice(ProjectId project, Notice notice) {
    send(project, Messages.notice(notice));
  }

  public void notice(ProjectId project, String message) {
    notice(project, new Notice(message, null, null));
  }

  /** Such as 4409 when the project is being stopped. */
  public void closeAll(ProjectId project, int code, String reason) {
    of(project).forEach(client -> client.close(code, reason));
  }

  /** Hears of every project in which something may have changed; must not block. */
  void onActivity(Consumer<ProjectId> listener) {
    activity = listener;
  }

  /** Something was typed, printed or written. */
  public void active(ProjectId project) {
    activity.accept(project);
  }

  /** Projects with clients here. */
  Set<ProjectId> projects() {
    return Set.copyOf(clients.keySet());
  }

  /** Whether anybody would hear. */
  public boolean hasClients(ProjectId project) {
    return clients.containsKey(project);
  }

  void add(ProjectId project, TerminalClient client) {
    clients.compute(
        project,
        (id, there) -> {
          Set<TerminalClient> all = there == null ? ConcurrentHashMap.newKeySet() : there;
          all.add(client);
          return all;
        });
    // Whoever comes has to be told how it stands.
    active(project);
  }

  void remove(ProjectId project, TerminalClient client) {
    clients.computeIfPresent(
        project,
        (id, all) -> {
          all.remove(client);
          return all.isEmpty() ? null : all;
        });
  }

  private List<TerminalClient> of(ProjectId project) {
    return List.copyOf(clients.getOrDefault(project, Set.of()));
  }
}

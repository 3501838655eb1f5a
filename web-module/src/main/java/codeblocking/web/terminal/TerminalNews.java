package codeblocking.web.terminal;

import codeblocking.container.ContainerState;
import codeblocking.event.Event;
import codeblocking.project.ImportState;
import codeblocking.project.ProjectId;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.util.Map;
import java.util.function.Consumer;

/** Tells the clients of a project what the ledger says: saves, a stop, how far an import is. */
final class TerminalNews implements Consumer<Event> {
  private final TerminalBroadcast broadcast;

  TerminalNews(TerminalBroadcast broadcast) {
    this.broadcast = broadcast;
  }

  @Override
  public void accept(Event event) {
    ProjectId project = event.projectId();
    if (project == null || !broadcast.hasClients(project)) {
      return;
    }
    switch (event.type()) {
      case "save" -> broadcast.send(project, save(event));
      case "container" -> container(project, event);
      case "notice" -> broadcast.send(project, notice(event));
      case "project" -> imported(project, event.data());
      default -> {
        // Jobs and sessions are the console's news.
      }
    }
  }

  /** Somebody may do something about it: {@code kind} says about what, {@code action} how. */
  private static String notice(Event event) {
    JsonObjectBuilder json = Json.createObjectBuilder().add("type", "notice");
    json.add("message", String.valueOf(event.reason()));
    event.data().forEach(json::add);
    return json.build().toString();
  }

  private static String save(Event event) {
    JsonObjectBuilder json = Json.createObjectBuilder().add("type", "save");
    json.add("id", event.data().getOrDefault("saveId", ""));
    json.add("at", event.at().toString());
    for (String key : new String[] {"state", "commit", "ref", "trigger"}) {
      json.add(key, event.data().getOrDefault(key, ""));
    }
    if (event.reason() != null) {
      json.add("message", event.reason());
    }
    return json.build().toString();
  }

  /** Clients do not hold this one: the event says why. */
  private void container(ProjectId project, Event event) {
    if (ContainerState.STOPPING.label().equals(event.to())) {
      broadcast.closeAll(
          project,
          CloseCode.BEING_STOPPED.number(),
          event.reason() == null ? "the project is being stopped" : event.reason());
    }
  }

  private void imported(ProjectId project, Map<String, String> data) {
    String state = data.getOrDefault("import", "");
    if (state.equals(ImportState.DONE.name())) {
      broadcast.notice(project, "The repository has been imported.");
    } else if (state.equals(ImportState.FAILED.name())) {
      broadcast.notice(
          project, "The import failed. What you write here stays, and is not saved to the branch.");
    }
  }
}

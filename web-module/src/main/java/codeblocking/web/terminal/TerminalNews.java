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
      case "project" -> imported(project, event.data());
      default -> {
        // Jobs and sessions are the console's news.
      }
    }
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

  /** A stop that nobody asked for gives way to clients, so this one was asked for. */
  private void container(ProjectId project, Event event) {
    if (ContainerState.STOPPING.label().equals(event.to())) {
      broadcast.closeAll(
          project, CloseCode.BEING_STOPPED.number(), "the project is being stopped, as asked");
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

package codeblocking.web.terminal;

import codeblocking.container.ContainerState;
import codeblocking.event.Event;
import codeblocking.job.JobId;
import codeblocking.job.JobKind;
import codeblocking.project.ImportState;
import codeblocking.project.ProjectId;
import codeblocking.save.Save;
import codeblocking.save.Saves;
import codeblocking.save.Skipped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Tells the clients of a project what the ledger says: saves, a stop, how far an import is. */
final class TerminalNews implements Consumer<Event> {
  private static final System.Logger LOGGER = System.getLogger(TerminalNews.class.getName());

  private final TerminalBroadcast broadcast;
  private final Saves saves;
  private final Executor reader;
  private final Consumer<ProjectId> changed;

  /** Whose newest save stands beside the branch: their people have been told how to get back. */
  private final Set<ProjectId> beside = ConcurrentHashMap.newKeySet();

  /**
   * News of these.
   *
   * @param reader where the ledger is asked, one after the other: the feed's thread must not wait
   * @param changed hears whose saves went on, or whose container came or went
   */
  TerminalNews(
      TerminalBroadcast broadcast, Saves saves, Executor reader, Consumer<ProjectId> changed) {
    this.broadcast = broadcast;
    this.saves = saves;
    this.reader = reader;
    this.changed = changed;
  }

  @Override
  public void accept(Event event) {
    ProjectId project = event.projectId();
    if (project == null || !broadcast.hasClients(project)) {
      return;
    }
    switch (event.type()) {
      case "save" -> reader.execute(() -> save(project, event));
      case "container" -> container(project, event);
      case "notice" ->
          broadcast.notice(
              project,
              new Notice(
                  String.valueOf(event.reason()),
                  event.data().get("kind"),
                  event.data().get("action")));
      case "project" -> imported(project, event.data());
      case "job" -> job(project, event);
      default -> {
        // Sessions are the console's news.
      }
    }
  }

  private void save(ProjectId project, Event event) {
    broadcast.send(project, SaveMessage.of(project, event, skipped(event)));
    changed.accept(project);
    if (!"snapshot".equals(event.data().get("trigger"))
        && "saved".equals(event.data().get("state"))) {
      rescued(project, event);
    }
  }

  /** Names what was left out; without the ledger, the rest is told all the same. */
  private List<Skipped> skipped(Event event) {
    JobId job = event.jobId();
    if (job == null || "0".equals(event.data().get("skipped"))) {
      return List.of();
    }
    try {
      return saves.ofJob(job).map(Save::skipped).orElse(List.of());
    } catch (RuntimeException e) {
      LOGGER.log(
          System.Logger.Level.WARNING,
          "What the save of job " + job + " left out cannot be read",
          e);
      return List.of();
    }
  }

  private void rescued(ProjectId project, Event event) {
    String ref = event.data().getOrDefault("ref", "");
    if (!SaveMessage.isBeside(project, ref)) {
      beside.remove(project);
    } else if (beside.add(project)) {
      String branch = SaveMessage.branch(project, ref);
      broadcast.notice(
          project,
          Notice.of(
              Notice.RESCUE,
              "Saved beside the branch %s, as %s. To get back: fetch, merge origin/%s here, and the next save lands on the branch again."
                  .formatted(branch, SaveMessage.name(ref), branch)));
    }
  }

  private void job(ProjectId project, Event event) {
    if (JobKind.PERSIST.label().equals(event.data().get("kind"))) {
      changed.accept(project);
    }
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
      broadcast.notice(project, Notice.of(Notice.IMPORT, "The repository has been imported."));
    } else if (state.equals(ImportState.FAILED.name())) {
      broadcast.notice(
          project,
          Notice.of(
              Notice.IMPORT,
              "The import failed. What you write here stays, and is not saved to the branch."));
    }
  }
}

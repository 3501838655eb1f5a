package codeblocking.cleanup;

import codeblocking.activity.IdleClients;
import codeblocking.job.Handler;
import codeblocking.job.JobKind;
import codeblocking.job.LeaseLost;
import codeblocking.job.NeedsPerson;
import codeblocking.job.RetryLater;
import codeblocking.job.Work;
import codeblocking.project.Project;
import codeblocking.project.Projects;
import codeblocking.save.Safety;
import java.util.Optional;

/** Stops a project's container when the grace is over, when it is a zombie, or when asked. */
public final class StopContainer implements Handler {
  private final Projects projects;
  private final StopGate gate;
  private final Reprieves reprieves;

  public StopContainer(Projects projects, StopGate gate, Reprieves reprieves) {
    this.projects = projects;
    this.gate = gate;
    this.reprieves = reprieves;
  }

  /** What may come instead of a stop that nobody asked for. */
  public record Reprieves(KeepWorking keeping, FreezeContainer freezing, IdleClients idle) {}

  @Override
  public JobKind kind() {
    return JobKind.STOP;
  }

  @Override
  public Success handle(Work work) throws RetryLater, NeedsPerson, LeaseLost, InterruptedException {
    Optional<Project> project = projects.find(work.job().project());
    if (project.isEmpty()) {
      return Success.noop("the project has been deleted");
    }
    Optional<Success> instead = instead(project.get(), work);
    if (instead.isPresent()) {
      return instead.get();
    }
    StopGate.Outcome outcome = gate.stop(project.get(), reason(work), work);
    return switch (outcome.how()) {
      case STOPPED, FROZEN -> Success.done(outcome.sentence());
      case NONE_RAN -> Success.noop("no container was running");
      case SOMEBODY_CAME_BACK -> Success.noop(outcome.sentence());
    };
  }

  private Optional<Success> instead(Project project, Work work)
      throws RetryLater, NeedsPerson, LeaseLost, InterruptedException {
    return switch (why(work)) {
      case "grace" -> {
        Optional<String> kept = reprieves.keeping().keep(project.id());
        yield kept.isPresent()
            ? kept.map(Success::noop)
            : reprieves.freezing().freeze(project, work);
      }
      case "idle" ->
          reprieves.idle().over(project.id())
              ? Optional.empty()
              : Optional.of(Success.noop("somebody uses it again: the container stays"));
      default -> Optional.empty();
    };
  }

  private static String why(Work work) {
    return work.job().payload().getOrDefault("reason", "grace");
  }

  static StopGate.Reason reason(Work work) {
    return switch (why(work)) {
      case "asked" -> new StopGate.Reason(true, Safety.DURABLE, true, "stopped as asked");
      case "intent" ->
          new StopGate.Reason(
              false, Safety.DURABLE, true, "stopped: warmed on a hunch, and nobody opened it");
      case "zombie" ->
          new StopGate.Reason(
              false, Safety.VERIFIED, true, "stopped: nobody had been there for long");
      case "blocked" ->
          new StopGate.Reason(
              false,
              Safety.DURABLE,
              true,
              "stopped: nobody had been there for long; its work is safe here and waits for somebody"
                  + " to make the push possible");
      case "frozen" ->
          new StopGate.Reason(
              false, Safety.VERIFIED, true, "stopped: nobody came back while it was frozen");
      case "room" ->
          new StopGate.Reason(
              false,
              Safety.VERIFIED,
              true,
              "stopped while it was frozen: its memory was wanted for one frozen later");
      case "idle" ->
          new StopGate.Reason(
              true,
              Safety.VERIFIED,
              true,
              "stopped: its clients had done nothing for long, and nobody kept it");
      case "quota" ->
          new StopGate.Reason(
              true,
              Safety.DURABLE,
              true,
              "stopped: it had written far more than its quota; open it and delete what is too"
                  + " much");
      default ->
          new StopGate.Reason(
              false, Safety.VERIFIED, true, "stopped after the last client had gone");
    };
  }
}

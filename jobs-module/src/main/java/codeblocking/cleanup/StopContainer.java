package codeblocking.cleanup;

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

  public StopContainer(Projects projects, StopGate gate) {
    this.projects = projects;
    this.gate = gate;
  }

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
    StopGate.Outcome outcome = gate.stop(project.get(), reason(work), work);
    return switch (outcome.how()) {
      case STOPPED -> Success.done(outcome.sentence());
      case NONE_RAN -> Success.noop("no container was running");
      case SOMEBODY_CAME_BACK -> Success.noop(outcome.sentence());
    };
  }

  static StopGate.Reason reason(Work work) {
    return switch (work.job().payload().getOrDefault("reason", "grace")) {
      case "asked" -> new StopGate.Reason(true, Safety.DURABLE, true, "stopped as asked");
      case "zombie" ->
          new StopGate.Reason(
              false, Safety.VERIFIED, true, "stopped: nobody had been there for long");
      case "blocked" ->
          new StopGate.Reason(
              false,
              Safety.DURABLE,
              true,
              "stopped: nobody had been there for long; its work is safe here and waits for"
                  + " somebody to make the push possible");
      default ->
          new StopGate.Reason(
              false, Safety.VERIFIED, true, "stopped after the last client had gone");
    };
  }
}

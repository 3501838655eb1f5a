package codeblocking.persist;

import codeblocking.job.Handler;
import codeblocking.job.Job;
import codeblocking.job.JobKind;
import codeblocking.job.LeaseLost;
import codeblocking.job.NeedsPerson;
import codeblocking.job.RetryLater;
import codeblocking.job.Work;
import codeblocking.project.Project;
import codeblocking.project.Projects;
import codeblocking.save.SaveOutcome;
import codeblocking.save.SaveRequest;
import codeblocking.save.SaveTrigger;
import codeblocking.save.SaveWorkspace;
import java.util.Optional;

/** Saves a workspace. Payload: {@code trigger} (a {@link SaveTrigger} label), {@code message}. */
public final class Persist implements Handler {
  private final Projects projects;
  private final SaveWorkspace saveWorkspace;

  public Persist(Projects projects, SaveWorkspace saveWorkspace) {
    this.projects = projects;
    this.saveWorkspace = saveWorkspace;
  }

  @Override
  public JobKind kind() {
    return JobKind.PERSIST;
  }

  @Override
  public Success handle(Work work) throws RetryLater, NeedsPerson, LeaseLost, InterruptedException {
    Job job = work.job();
    Optional<Project> project = projects.find(job.project());
    if (project.isEmpty()) {
      return Success.noop("The project is gone");
    }
    String trigger = job.payload().getOrDefault("trigger", SaveTrigger.MANUAL.label());
    SaveOutcome outcome =
        saveWorkspace.save(
            new SaveRequest(
                project.get(),
                job.id(),
                job.createdAt(),
                SaveTrigger.of(trigger),
                job.payload().get("message")),
            work);
    return outcome.changed() ? Success.done(outcome.message()) : Success.noop(outcome.message());
  }
}

package codeblocking.web.terminal;

import codeblocking.job.JobKind;
import codeblocking.job.Jobs;
import codeblocking.project.Project;
import codeblocking.project.ProjectId;
import codeblocking.project.Projects;
import codeblocking.save.SaveGate;
import java.util.Optional;

/** Looks at a workspace: how safe is what it holds now? */
final class ProjectSafety implements SafetyWatch.Look {
  private final Projects projects;
  private final Jobs jobs;
  private final SaveGate gate;

  ProjectSafety(Projects projects, Jobs jobs, SaveGate gate) {
    this.projects = projects;
    this.jobs = jobs;
    this.gate = gate;
  }

  /** Empty also while the project's import fills it, and once it is gone: nothing can be said. */
  @Override
  public Optional<SafetyWatch.Seen> at(ProjectId id) throws InterruptedException {
    Optional<Project> project = projects.find(id).filter(Project::filled);
    if (project.isEmpty()) {
      return Optional.empty();
    }
    // Before the look: a save that ends in between is seen as still under way, not as settled.
    boolean saving =
        jobs.active(id).stream()
            .anyMatch(job -> job.kind() == JobKind.PERSIST && !job.state().waiting());
    return Optional.of(new SafetyWatch.Seen(gate.look(project.get()), saving));
  }
}

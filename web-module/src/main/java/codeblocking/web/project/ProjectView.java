package codeblocking.web.project;

import codeblocking.container.ContainerRecord;
import codeblocking.container.ContainerRecords;
import codeblocking.container.ContainerState;
import codeblocking.job.Job;
import codeblocking.job.JobKind;
import codeblocking.job.JobState;
import codeblocking.job.Jobs;
import codeblocking.project.Project;
import codeblocking.project.ProjectId;
import codeblocking.project.ProjectState;
import codeblocking.save.Save;
import codeblocking.save.SaveGate;
import codeblocking.save.SaveState;
import codeblocking.save.Saves;
import codeblocking.session.Sessions;
import codeblocking.web.project.ProjectJson.ContainerJson;
import codeblocking.web.project.ProjectJson.ImportJson;
import codeblocking.web.project.ProjectJson.SaveJson;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Puts together what people see of a project. */
public final class ProjectView {
  private final Jobs jobs;
  private final ContainerRecords containers;
  private final Sessions sessions;
  private final Saves saves;
  private final SaveGate gate;
  private final String gitHost;

  /**
   * A view on these.
   *
   * @param gitHost address of the built-in git host, without a slash at its end
   */
  public ProjectView(
      Jobs jobs,
      ContainerRecords containers,
      Sessions sessions,
      Saves saves,
      SaveGate gate,
      String gitHost) {
    this.jobs = jobs;
    this.containers = containers;
    this.sessions = sessions;
    this.saves = saves;
    this.gate = gate;
    this.gitHost = gitHost;
  }

  public ProjectJson of(Project project) {
    ProjectId id = project.id();
    List<Job> active = jobs.active(id);
    Optional<ContainerRecord> container = containers.find(id);
    int clients = sessions.count(id);
    Optional<Save> newest = saves.newest(id);
    return new ProjectJson(
        id.toString(),
        project.name(),
        project.environment(),
        project.builtIn() ? gitHost + "/" + id + ".git" : project.remoteUrl(),
        project.branch(),
        ProjectState.of(facts(active, container, clients, newest)).name().toLowerCase(Locale.ROOT),
        imported(project),
        container.map(ContainerJson::of).orElse(null),
        clients,
        newest.map(SaveJson::of).orElse(null),
        unsaved(project, active, container, newest),
        project.createdAt());
  }

  static ProjectState.Facts facts(
      List<Job> active, Optional<ContainerRecord> container, int clients, Optional<Save> newest) {
    Optional<ContainerState> state = container.map(ContainerRecord::state);
    return new ProjectState.Facts(
        active.stream().anyMatch(is(JobKind.PREWARM)),
        container.isPresent(),
        state.filter(ContainerState.FROZEN::equals).isPresent(),
        state.filter(ContainerState.STOPPING::equals).isPresent()
            || active.stream().anyMatch(is(JobKind.STOP, JobState.RUNNING)),
        active.stream()
            .anyMatch(
                is(JobKind.STOP)
                    .and(job -> job.state().waiting())
                    // What was warmed on a hunch runs; that it ends unless opened is no news.
                    .and(job -> !"intent".equals(job.payload().get("reason")))),
        clients,
        newest.filter(save -> save.state() == SaveState.BLOCKED).isPresent()
            || onlyHere(active, container, newest));
  }

  /** Stopped on what is durable here, since the remote was away; tried again all the while. */
  private static boolean onlyHere(
      List<Job> active, Optional<ContainerRecord> container, Optional<Save> newest) {
    return container.isEmpty()
        && newest.filter(save -> save.state() == SaveState.SAVED_LOCALLY).isPresent()
        && active.stream().noneMatch(is(JobKind.PREWARM))
        && active.stream().noneMatch(is(JobKind.PERSIST, JobState.RUNNING))
        && active.stream().noneMatch(is(JobKind.PERSIST, JobState.READY));
  }

  /** Cheap questions first; the tree is looked at only where a container may have written to it. */
  private boolean unsaved(
      Project project,
      List<Job> active,
      Optional<ContainerRecord> container,
      Optional<Save> newest) {
    if (!project.filled()) {
      return false;
    }
    if (newest.filter(save -> save.state() != SaveState.SAVED).isPresent()
        || active.stream().anyMatch(is(JobKind.PERSIST))) {
      return true;
    }
    return container.isPresent() && gate.unsaved(project);
  }

  private static @Nullable ImportJson imported(Project project) {
    return project.imported() == null ? null : ImportJson.of(project.imported());
  }

  private static Predicate<Job> is(JobKind kind) {
    return job -> job.kind() == kind;
  }

  private static Predicate<Job> is(JobKind kind, JobState state) {
    return job -> job.kind() == kind && job.state() == state;
  }
}

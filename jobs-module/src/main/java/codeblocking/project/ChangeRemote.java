package codeblocking.project;

import codeblocking.job.Job;
import codeblocking.job.JobFilter;
import codeblocking.job.JobKind;
import codeblocking.job.JobQuery;
import codeblocking.job.JobRequest;
import codeblocking.job.JobState;
import codeblocking.job.Jobs;
import codeblocking.job.StateConflict;
import codeblocking.remote.RemoteCheck;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Another remote for a project: a way out when the one it has takes its work no more. */
public final class ChangeRemote {
  private static final Set<JobState> STUCK = EnumSet.of(JobState.DEAD, JobState.RETRYING);

  private final Projects projects;
  private final Jobs jobs;
  private final RemoteCheck remotes;

  public ChangeRemote(Projects projects, Jobs jobs, RemoteCheck remotes) {
    this.projects = projects;
    this.jobs = jobs;
    this.remotes = remotes;
  }

  /**
   * Work goes there from now on; what the project holds follows at once.
   *
   * @return the job that brings it there; or where the import has not come through, that, which
   *     brings it from there
   * @throws InvalidInput when no project may have this remote
   */
  public Job change(Project project, UserId actor, JobRequest save, String url) {
    String checked = checked(url);
    projects.remote(project.id(), checked);
    if (project.filled()) {
      return jobs.enqueue(save);
    }
    return stuckImport(project)
        .map(job -> again(job, actor))
        .orElseGet(() -> jobs.enqueue(JobRequest.of(JobKind.IMPORT, project.id(), actor)));
  }

  private Optional<Job> stuckImport(Project project) {
    JobFilter stuck = JobFilter.ALL.kind(JobKind.IMPORT).states(STUCK).project(project.id());
    return jobs.list(new JobQuery(stuck, null, null, 1)).items().stream().findFirst();
  }

  private Job again(Job stuck, UserId actor) {
    try {
      return jobs.retry(stuck.id(), actor, "the project has another remote");
    } catch (StateConflict e) {
      // It began to run in between, perhaps with the old one: then it is asked for once more.
      return jobs.enqueue(JobRequest.of(JobKind.IMPORT, stuck.project(), actor));
    }
  }

  private String checked(String url) {
    try {
      return remotes.check(url).toString();
    } catch (IllegalArgumentException e) {
      throw new InvalidInput("remoteUrl", String.valueOf(e.getMessage()), e);
    }
  }
}

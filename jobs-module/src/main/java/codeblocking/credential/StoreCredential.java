package codeblocking.credential;

import codeblocking.job.Job;
import codeblocking.job.JobFilter;
import codeblocking.job.JobId;
import codeblocking.job.JobKind;
import codeblocking.job.JobQuery;
import codeblocking.job.JobState;
import codeblocking.job.Jobs;
import codeblocking.job.StateConflict;
import codeblocking.page.Page;
import codeblocking.project.Project;
import codeblocking.project.Projects;
import codeblocking.project.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Stores a credential, and lets what had given up for the want of it go on. */
public final class StoreCredential {
  private static final List<JobKind> NEED_A_REMOTE =
      List.of(JobKind.PERSIST, JobKind.IMPORT, JobKind.FETCH);
  private static final int PAGE = 100;

  private final Credentials credentials;
  private final Projects projects;
  private final Jobs jobs;
  private final RemoteHost host;

  /** Jobs that ran without the credential when it was stored → the host that it is for. */
  private final Map<JobId, String> underWay = new ConcurrentHashMap<>();

  public StoreCredential(Credentials credentials, Projects projects, Jobs jobs, RemoteHost host) {
    this.credentials = credentials;
    this.projects = projects;
    this.jobs = jobs;
    this.host = host;
  }

  /** Under which host the credential of a remote is kept; empty: it may not be spoken to. */
  public interface RemoteHost {
    Optional<String> of(String remoteUrl);
  }

  /** The credential replaces the user's earlier one for that host. */
  public void store(UserId user, String toHost, Credential credential) {
    credentials.put(user, toHost, credential);
    for (JobKind kind : NEED_A_REMOTE) {
      // Before those that have given up: one that does so in between is found there.
      for (Job job : all(user, kind, JobState.RUNNING)) {
        if (waitsFor(job, user, toHost)) {
          underWay.put(job.id(), toHost);
        }
      }
      for (Job job : all(user, kind, JobState.DEAD)) {
        if (waitsFor(job, user, toHost)) {
          goOn(job.id(), user, toHost);
        }
      }
    }
  }

  /** Call when a job came to a state; one that has given up without knowing goes on. */
  public void heard(JobId job, JobState state) {
    if (state == JobState.RUNNING) {
      return;
    }
    String toHost = underWay.remove(job);
    if (toHost != null && state == JobState.DEAD) {
      jobs.find(job)
          .map(Job::project)
          .flatMap(projects::find)
          .ifPresent(project -> goOn(job, project.owner(), toHost));
    }
  }

  /** All of them before the first goes on, which would leave the list. */
  private List<Job> all(UserId user, JobKind kind, JobState state) {
    List<Job> all = new ArrayList<>();
    String cursor = null;
    do {
      Page<Job> page = jobs.list(query(user, kind, state, cursor));
      all.addAll(page.items());
      cursor = page.next();
    } while (cursor != null);
    return all;
  }

  private static JobQuery query(
      UserId user, JobKind kind, JobState state, @Nullable String cursor) {
    return new JobQuery(JobFilter.ALL.kind(kind).states(Set.of(state)), user, cursor, PAGE);
  }

  /** A credential serves its owner's projects only, whoever asked for the job (S8). */
  private boolean waitsFor(Job job, UserId user, String toHost) {
    return projects
        .find(job.project())
        .filter(project -> project.owner().equals(user))
        .map(Project::remoteUrl)
        .flatMap(host::of)
        .filter(toHost::equals)
        .isPresent();
  }

  private void goOn(JobId job, UserId user, String toHost) {
    try {
      jobs.retry(job, user, "a credential for " + toHost + " was stored");
    } catch (StateConflict e) {
      // Somebody else retried or resolved it in between: it needs us no more.
    }
  }
}

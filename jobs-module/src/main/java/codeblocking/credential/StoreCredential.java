package codeblocking.credential;

import codeblocking.job.Job;
import codeblocking.job.JobFilter;
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
import java.util.Optional;
import java.util.Set;
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
      for (Job job : dead(user, kind)) {
        if (waitsFor(job, user, toHost)) {
          goOn(job, user, toHost);
        }
      }
    }
  }

  /** All of them before the first goes on, which would leave the list. */
  private List<Job> dead(UserId user, JobKind kind) {
    List<Job> dead = new ArrayList<>();
    String cursor = null;
    do {
      Page<Job> page = jobs.list(query(user, kind, cursor));
      dead.addAll(page.items());
      cursor = page.next();
    } while (cursor != null);
    return dead;
  }

  private static JobQuery query(UserId user, JobKind kind, @Nullable String cursor) {
    return new JobQuery(JobFilter.ALL.kind(kind).states(Set.of(JobState.DEAD)), user, cursor, PAGE);
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

  private void goOn(Job job, UserId user, String toHost) {
    try {
      jobs.retry(job.id(), user, "a credential for " + toHost + " was stored");
    } catch (StateConflict e) {
      // Somebody else retried or resolved it in between: it needs us no more.
    }
  }
}

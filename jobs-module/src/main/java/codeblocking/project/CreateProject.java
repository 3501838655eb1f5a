package codeblocking.project;

import codeblocking.job.JobKind;
import codeblocking.job.JobRequest;
import codeblocking.job.Jobs;
import codeblocking.remote.RemoteCheck;
import codeblocking.settings.Settings;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** New Project and Import Repo: the project is there at once, a clone is a job that follows. */
public final class CreateProject {
  private static final String NEW_BRANCH = "main";

  private final Settings settings;
  private final Projects projects;
  private final Jobs jobs;
  private final RemoteCheck remotes;
  private final NewRepository repositories;
  private final Clock clock;

  public CreateProject(
      Settings settings,
      Projects projects,
      Jobs jobs,
      RemoteCheck remotes,
      NewRepository repositories,
      Clock clock) {
    this.settings = settings;
    this.projects = projects;
    this.jobs = jobs;
    this.remotes = remotes;
    this.repositories = repositories;
    this.clock = clock;
  }

  /**
   * What was asked for.
   *
   * @param environment null: the first that is configured
   * @param remoteUrl null: a new repository on the built-in git host
   * @param branch null: the remote's default, or {@code main} of a new one
   */
  public record Wanted(
      String name,
      @Nullable String environment,
      @Nullable String remoteUrl,
      @Nullable String branch) {}

  /**
   * The wish, validated: to be sure of it before anything is made elsewhere.
   *
   * @throws InvalidInput naming the field
   */
  public Wanted check(Wanted wanted) {
    var known = settings.environments().keySet();
    return new Wanted(
        ProjectRules.name(wanted.name()),
        wanted.environment() == null
            ? known.iterator().next()
            : ProjectRules.environment(wanted.environment(), known),
        wanted.remoteUrl() == null ? null : remote(wanted.remoteUrl()),
        wanted.branch() == null ? null : ProjectRules.branch(wanted.branch()));
  }

  public Project create(UserId owner, Author author, Wanted asked) {
    Wanted wanted = check(asked);
    String environment = wanted.environment();
    if (environment == null) {
      throw new IllegalStateException("a checked wish names its environment");
    }
    boolean imports = wanted.remoteUrl() != null;
    Project project =
        new Project(
            ProjectId.random(),
            owner,
            author,
            wanted.name(),
            environment,
            wanted.remoteUrl(),
            // Of an import, until the remote was asked for its own.
            wanted.branch() == null ? NEW_BRANCH : wanted.branch(),
            imports ? new ImportProgress(ImportState.QUEUED, null, null) : null,
            clock.instant());
    projects.add(project);
    try {
      // Before the clone, too: a terminal may open while it runs.
      repositories.create(project);
      if (imports) {
        var unused = jobs.enqueue(clone(project, wanted.branch()));
      }
    } catch (RuntimeException e) {
      // Half a project would look like one that lost its work.
      projects.remove(project.id());
      throw e;
    }
    return project;
  }

  private static JobRequest clone(Project project, @Nullable String branch) {
    JobRequest request = JobRequest.of(JobKind.IMPORT, project.id(), project.owner());
    return branch == null ? request : request.with("branch", branch);
  }

  private String remote(String url) {
    try {
      return remotes.check(url).toString();
    } catch (IllegalArgumentException e) {
      throw new InvalidInput("remoteUrl", String.valueOf(e.getMessage()), e);
    }
  }
}

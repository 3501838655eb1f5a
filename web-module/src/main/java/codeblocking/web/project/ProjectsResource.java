package codeblocking.web.project;

import codeblocking.github.GitHubRefusal;
import codeblocking.github.GitHubUsers;
import codeblocking.identity.Caller;
import codeblocking.page.InvalidCursor;
import codeblocking.project.CreateProject;
import codeblocking.project.InvalidInput;
import codeblocking.project.Project;
import codeblocking.project.ProjectId;
import codeblocking.project.Projects;
import codeblocking.settings.Settings;
import codeblocking.web.body.Input;
import codeblocking.web.body.JsonBody;
import codeblocking.web.github.GitHubProblems;
import codeblocking.web.signin.CurrentCaller;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All projects of the caller. */
@Dependent
@Path("/projects")
@Produces(MediaType.APPLICATION_JSON)
public class ProjectsResource {
  private final CurrentCaller current;
  private final Projects projects;
  private final CreateProject create;
  private final GitHubUsers gitHub;
  private final Settings settings;
  private final ProjectView view;

  @Inject
  public ProjectsResource(
      CurrentCaller current,
      Projects projects,
      CreateProject create,
      GitHubUsers gitHub,
      Settings settings,
      ProjectView view) {
    this.current = current;
    this.projects = projects;
    this.create = create;
    this.gitHub = gitHub;
    this.settings = settings;
    this.view = view;
  }

  /** {@code {project}}. */
  public record One(ProjectJson project) {}

  /** {@code {projects, next}}. */
  public record Many(List<ProjectJson> projects, @Nullable String next) {}

  @POST
  public Response create(@Nullable InputStream in) throws IOException {
    Caller caller = current.get();
    JsonBody body = JsonBody.read(in);
    Optional<String> provider = body.text("provider");
    if (provider.filter(name -> !name.equals("github")).isPresent()) {
      throw new InvalidInput("provider", "must be github, or left out");
    }
    boolean hidden = body.flag("private", true);
    Optional<String> environment = body.text("environment");
    CreateProject.Wanted wanted =
        create.check(
            new CreateProject.Wanted(
                body.required("name"),
                environment.orElse(null),
                body.text("remoteUrl").orElse(null),
                body.text("branch").orElse(null)));
    if (wanted.remoteUrl() != null && environment.isEmpty()) {
      wanted = fitting(caller, wanted);
    } else if (provider.isPresent() && wanted.remoteUrl() == null) {
      wanted = onGitHub(caller, wanted, hidden);
    }
    Project project = create.create(caller.user(), caller.author(), wanted);
    return Response.created(URI.create("/api/projects/" + project.id()))
        .entity(new One(view.of(project)))
        .build();
  }

  /** In the environment that fits the repository's main language, where GitHub tells it. */
  private CreateProject.Wanted fitting(Caller caller, CreateProject.Wanted wanted) {
    return gitHub
        .environment(
            caller.user(), String.valueOf(wanted.remoteUrl()), settings.environments().keySet())
        .map(
            environment ->
                new CreateProject.Wanted(
                    wanted.name(), environment, wanted.remoteUrl(), wanted.branch()))
        .orElse(wanted);
  }

  private CreateProject.Wanted onGitHub(
      Caller caller, CreateProject.Wanted wanted, boolean hidden) {
    try {
      String url = gitHub.create(caller.user(), wanted.name(), hidden).cloneUrl();
      return new CreateProject.Wanted(wanted.name(), wanted.environment(), url, wanted.branch());
    } catch (GitHubRefusal e) {
      throw GitHubProblems.of(e);
    }
  }

  @GET
  public Many list(
      @QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor) {
    int most = Input.limit(limit);
    ProjectId before =
        cursor == null ? null : ProjectId.parse(cursor).orElseThrow(InvalidCursor::new);
    List<Project> found = projects.list(current.get().user(), before, most + 1);
    List<Project> page = found.subList(0, Math.min(most, found.size()));
    String next = found.size() > most ? page.get(most - 1).id().toString() : null;
    return new Many(page.stream().map(view::of).toList(), next);
  }
}

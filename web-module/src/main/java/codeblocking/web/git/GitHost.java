package codeblocking.web.git;

import codeblocking.identity.Authentication;
import codeblocking.identity.Caller;
import codeblocking.project.Project;
import codeblocking.project.ProjectId;
import codeblocking.project.Projects;
import codeblocking.settings.DataDirectory;
import codeblocking.settings.Settings;
import codeblocking.web.problem.Problem;
import codeblocking.web.problem.Problems;
import codeblocking.workspace.SafeGit;
import jakarta.inject.Inject;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.http.server.GitServlet;
import org.eclipse.jgit.http.server.resolver.AsIsFileService;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.UploadPack;

/** {@code /git/{projectId}.git}: the owner clones and pushes; nobody else, no operator either. */
@WebServlet(urlPatterns = "/git/*")
public class GitHost extends GitServlet {
  private static final String PROJECT = "codeblocking.git.project";
  private static final String CALLER = "codeblocking.git.caller";
  private static final int TIMEOUT_SECONDS = 60;

  @Inject private Authentication authentication;
  @Inject private Projects projects;
  @Inject private DataDirectory data;
  @Inject private Settings settings;

  @Override
  public void init(ServletConfig config) throws ServletException {
    setRepositoryResolver((request, name) -> open(request, name));
    setAsIsFileService(AsIsFileService.DISABLED);
    setUploadPackFactory(
        (request, repository) -> {
          UploadPack upload = new UploadPack(repository);
          upload.setTimeout(TIMEOUT_SECONDS);
          return upload;
        });
    setReceivePackFactory((request, repository) -> receiver(request, repository));
    super.init(config);
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    Optional<Caller> caller =
        BasicToken.find(request.getHeader("Authorization")).flatMap(authentication::bearer);
    if (caller.isEmpty()) {
      response.setHeader("WWW-Authenticate", "Basic realm=\"CodeBlocking\", charset=\"UTF-8\"");
      Problems.write(response, new Problem(401, "a token is needed as the password"));
      return;
    }
    Optional<Project> project =
        GitPath.project(request.getPathInfo())
            .flatMap(projects::everFound)
            .filter(found -> found.owner().equals(caller.get().user()) && found.builtIn());
    if (project.isEmpty()) {
      Problems.write(response, new Problem(404, "there is no such repository, or it is not yours"));
      return;
    }
    request.setAttribute(PROJECT, project.get().id());
    request.setAttribute(CALLER, caller.get());
    super.service(request, response);
  }

  private Repository open(HttpServletRequest request, String name)
      throws RepositoryNotFoundException {
    if (!(request.getAttribute(PROJECT) instanceof ProjectId project)) {
      throw new RepositoryNotFoundException(name);
    }
    Path folder = data.hosted(project.toString());
    if (!Files.isDirectory(folder)) {
      throw new RepositoryNotFoundException(name);
    }
    try {
      return SafeGit.open(folder);
    } catch (IOException e) {
      throw new RepositoryNotFoundException(name, e);
    }
  }

  private ReceivePack receiver(HttpServletRequest request, Repository repository) {
    ReceivePack receive = new ReceivePack(repository);
    receive.setTimeout(TIMEOUT_SECONDS);
    receive.setCheckReceivedObjects(true);
    receive.setObjectChecker(new ObjectChecker());
    receive.setMaxObjectSizeLimit(SafeGit.MOST_OBJECT_BYTES);
    receive.setMaxPackSizeLimit(settings.limits().workspaceQuotaBytes());
    if (request.getAttribute(CALLER) instanceof Caller caller) {
      receive.setRefLogIdent(new PersonIdent(caller.author().name(), caller.author().email()));
    }
    return receive;
  }
}

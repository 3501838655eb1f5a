package codeblocking.remote;

import codeblocking.credential.Credential;
import codeblocking.credential.Credentials;
import codeblocking.job.NeedsPerson;
import codeblocking.project.Project;
import codeblocking.project.Projects;
import codeblocking.settings.DataDirectory;
import java.util.Optional;

/** Remotes as the projects' rows name them. */
public final class ProjectRemotes implements Remotes {
  private final HttpRemote.Around around;
  private final Moves moves;
  private final Projects projects;
  private final Credentials credentials;
  private final DataDirectory data;

  public ProjectRemotes(
      HttpRemote.Around around,
      Moves moves,
      Projects projects,
      Credentials credentials,
      DataDirectory data) {
    this.around = around;
    this.moves = moves;
    this.projects = projects;
    this.credentials = credentials;
    this.data = data;
  }

  @Override
  public Remote of(Project project) throws NeedsPerson {
    String id = project.id().toString();
    String remoteUrl = project.remoteUrl();
    if (remoteUrl == null) {
      return new HostedRemote(data.hosted(id));
    }
    try {
      RemoteUrl url = around.policy().check(remoteUrl);
      Optional<Credential> credential = credentials.find(project.owner(), url.credentialHost());
      return new HttpRemote(url, around, credential, data.git(id), () -> moved(project, url));
    } catch (RemoteRefused e) {
      throw new NeedsPerson(e.reason(), e);
    }
  }

  /** Followed within the host only: the credential is for that one. */
  private Optional<String> moved(Project project, RemoteUrl from) {
    Optional<String> found = moves.of(project);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try {
      RemoteUrl to = around.policy().check(found.get());
      if (!to.credentialHost().equals(from.credentialHost()) || to.http() != from.http()) {
        return Optional.empty();
      }
      projects.remote(project.id(), to.url());
      return Optional.of(to.url());
    } catch (RemoteRefused e) {
      return Optional.empty();
    }
  }
}

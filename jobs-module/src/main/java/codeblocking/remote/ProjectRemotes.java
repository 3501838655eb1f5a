package codeblocking.remote;

import codeblocking.credential.Credential;
import codeblocking.credential.Credentials;
import codeblocking.job.NeedsPerson;
import codeblocking.project.Project;
import codeblocking.settings.DataDirectory;
import java.util.Optional;

/** Remotes as the projects' rows name them. */
public final class ProjectRemotes implements Remotes {
  private final RemotePolicy policy;
  private final Hosts hosts;
  private final Credentials credentials;
  private final DataDirectory data;

  public ProjectRemotes(
      RemotePolicy policy, Hosts hosts, Credentials credentials, DataDirectory data) {
    this.policy = policy;
    this.hosts = hosts;
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
      RemoteUrl url = policy.check(remoteUrl);
      Optional<Credential> credential = credentials.find(project.owner(), url.credentialHost());
      return new HttpRemote(url, policy, hosts, credential, data.git(id));
    } catch (RemoteRefused e) {
      throw new NeedsPerson(e.reason(), e);
    }
  }
}

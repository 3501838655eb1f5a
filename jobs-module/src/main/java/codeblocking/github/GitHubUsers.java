package codeblocking.github;

import codeblocking.credential.Credential;
import codeblocking.credential.Credentials;
import codeblocking.project.UserId;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** GitHub as a user of ours sees it, with the credential that they stored for it. */
public final class GitHubUsers {
  private static final System.Logger LOGGER = System.getLogger(GitHubUsers.class.getName());

  private final GitHubApi api;
  private final Credentials credentials;

  public GitHubUsers(GitHubApi api, Credentials credentials) {
    this.api = api;
    this.credentials = credentials;
  }

  public List<Repository> repositories(UserId user) throws GitHubRefusal {
    return api.repositories(credential(user));
  }

  /** {@code name}: as a project is called; what GitHub takes in no name becomes a dash. */
  public Repository create(UserId user, String name, boolean hidden) throws GitHubRefusal {
    return api.create(credential(user), name.replaceAll("[^A-Za-z0-9._-]+", "-"), hidden);
  }

  /** The environment of those known that fits a repository; empty: it cannot be told. */
  public Optional<String> environment(UserId user, String remoteUrl, Collection<String> known) {
    return find(user, remoteUrl)
        .flatMap(found -> MainLanguage.environment(found.language(), known));
  }

  /** Where a repository that answered under another name is now. */
  public Optional<String> renamed(UserId user, String remoteUrl) {
    return find(user, remoteUrl)
        .map(Repository::cloneUrl)
        .filter(now -> api.site().repository(now).isPresent())
        .filter(now -> !api.site().repository(now).equals(api.site().repository(remoteUrl)));
  }

  /** What will fail with a credential that is stored, in words; empty: nothing that is known. */
  public Optional<String> warning(String host, Credential credential) {
    if (!host.equals(api.site().host())) {
      return Optional.empty();
    }
    try {
      return api.warning(credential);
    } catch (GitHubRefusal e) {
      return e.kind() == GitHubRefusal.Kind.USER
          ? Optional.of(String.valueOf(e.getMessage()))
          : Optional.empty();
    }
  }

  private Optional<Repository> find(UserId user, String remoteUrl) {
    Optional<String> fullName = api.site().repository(remoteUrl);
    if (fullName.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(api.find(credentials.find(user, api.site().host()), fullName.get()));
    } catch (GitHubRefusal e) {
      LOGGER.log(
          Level.INFO,
          "{0} tells nothing of {1} ({2}); it goes on without",
          api.site().host(),
          fullName.get(),
          String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private Credential credential(UserId user) throws GitHubRefusal {
    String host = api.site().host();
    Optional<Credential> found = credentials.find(user, host);
    if (found.isEmpty()) {
      throw new GitHubRefusal(
          GitHubRefusal.Kind.USER,
          "you have no credential for %s yet; put one at /api/credentials/%s first"
              .formatted(host, host),
          Optional.empty(),
          null);
    }
    return found.get();
  }
}

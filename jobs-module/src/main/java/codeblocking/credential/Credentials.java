package codeblocking.credential;

import codeblocking.project.UserId;
import java.util.Optional;

/** Secrets of users for git hosts, encrypted at rest. Host: {@code name[:port]}, lower case. */
public interface Credentials {
  void put(UserId user, String host, Credential credential);

  void remove(UserId user, String host);

  Optional<Credential> find(UserId user, String host);
}

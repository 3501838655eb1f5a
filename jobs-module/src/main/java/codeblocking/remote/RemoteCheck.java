package codeblocking.remote;

import java.net.URI;

/** Whether an address may be a project's remote. */
public interface RemoteCheck {
  /**
   * The address, as it is to be stored.
   *
   * @throws IllegalArgumentException saying what is wrong with it and what is allowed
   */
  URI check(String url);
}

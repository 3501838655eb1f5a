package codeblocking.container;

import java.util.Locale;

/** What our record says of a container. */
public enum ContainerState {
  RUNNING,
  FROZEN,
  STOPPING;

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package codeblocking.container;

/** The engine's id of a container. */
public record ContainerId(String value) {
  @Override
  public String toString() {
    return value;
  }
}

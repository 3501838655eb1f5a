package codeblocking.session;

/** The project is being stopped or deleted because its owner asked so; nobody may come in now. */
public final class BeingStopped extends RuntimeException {
  public BeingStopped(String message) {
    super(message);
  }
}

package codeblocking.prewarm;

/** The project runs in another environment than the one asked for; nothing changed. */
public final class OtherEnvironment extends RuntimeException {
  public OtherEnvironment(String running, String asked) {
    super(
        "the project runs in environment %s; stop it before it is started in %s"
            .formatted(running, asked));
  }
}

package codeblocking.job;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A queue of its own for each kind of load, so that a slow push never starves a prewarm. */
public enum Lane {
  PREWARM,
  PERSIST,
  STOP,
  IMPORT;

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  public String queue() {
    return "codeblocking." + label();
  }

  public static Optional<Lane> parse(String text) {
    return Arrays.stream(values()).filter(lane -> lane.label().equals(text)).findFirst();
  }
}

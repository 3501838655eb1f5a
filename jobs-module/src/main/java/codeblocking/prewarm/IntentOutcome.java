package codeblocking.prewarm;

import java.util.Locale;

/** How a hunch ended. */
public enum IntentOutcome {
  /** Somebody opened the project in time. */
  HIT,
  /** Nobody did. */
  MISS,
  /** A click needed its place: nobody's fault. */
  WITHDRAWN;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

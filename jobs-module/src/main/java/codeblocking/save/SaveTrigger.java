package codeblocking.save;

import java.util.Locale;

/** What a save was made for. */
public enum SaveTrigger {
  DISCONNECT,
  MANUAL,
  STOP,
  ZOMBIE,
  SHUTDOWN,
  SNAPSHOT,
  RESTORE;

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static SaveTrigger of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}

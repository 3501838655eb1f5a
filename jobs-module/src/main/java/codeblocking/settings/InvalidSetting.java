package codeblocking.settings;

/** A configuration value that must not be started with; the message is the one line to show. */
public final class InvalidSetting extends IllegalArgumentException {
  public InvalidSetting(String key, String value, String allowed) {
    super("%s=%s: %s".formatted(key, value, allowed));
  }
}

package codeblocking.container;

import codeblocking.settings.EnvironmentSettings;

/** A container without a project, its shell at the prompt. */
public interface Spare {
  EnvironmentSettings environment();

  /** It can still be claimed; told by its shell's connection, so that asking costs nothing. */
  boolean alive();

  /** What its image lacks without being useless, in words; empty: nothing. */
  String complaint();

  /** Runs once, when it has ended; at once where it has. */
  void whenEnded(Runnable action);
}

package codeblocking.project;

/** How far the clone of an imported project is; apart from the project's state (CONTRACT §3). */
public enum ImportState {
  QUEUED,
  RUNNING,
  DONE,
  FAILED
}

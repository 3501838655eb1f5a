package codeblocking.job;

/** What of a project a job needs for itself; a project has one of each. */
public enum LeaseKey {
  CONTAINER,
  GIT
}

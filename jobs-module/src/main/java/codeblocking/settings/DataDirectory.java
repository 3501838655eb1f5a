package codeblocking.settings;

import java.nio.file.Path;

/**
 * Where each durable thing lives below the data directory. Docker is given these paths, so they are
 * host paths.
 *
 * @param root absolute
 */
public record DataDirectory(Path root) {
  /**
   * A project's own directory: owned by us, holds {@code project} and {@code home} unless the
   * project is in a slot of the pool. Only {@code place.Places} tells where they are now.
   */
  public Path slot(String projectId) {
    return root.resolve("workspaces").resolve(projectId);
  }

  /** The user's files: hostile. */
  public Path project(String projectId) {
    return slot(projectId).resolve("project");
  }

  /** One directory for each pool container, mounted at its {@code /workspace}. */
  public Path slots() {
    return root.resolve("slots");
  }

  /** Server-owned bare git directory of a project; in no container's mounts. */
  public Path git(String projectId) {
    return root.resolve("git").resolve(projectId + ".git");
  }

  /** Bare repository of the built-in git host. */
  public Path hosted(String projectId) {
    return root.resolve("hosted").resolve(projectId + ".git");
  }

  /**
   * Written by the host only, mounted read-only at {@code /run/codeblocking}: bundles handed to the
   * workspace.
   */
  public Path handover(String projectId) {
    return root.resolve("handover").resolve(projectId);
  }

  /** Things in the making, on the same file system as everything else here. */
  public Path staging() {
    return root.resolve("staging");
  }

  public Path keys() {
    return root.resolve("keys");
  }

  public Path logs() {
    return root.resolve("logs");
  }
}

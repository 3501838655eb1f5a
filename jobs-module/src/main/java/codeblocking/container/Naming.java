package codeblocking.container;

import codeblocking.project.ProjectId;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Names on the engine, all of which begin with the instance they belong to. */
record Naming(String instance) {
  /** What the engine allows, less the dot, and short enough to be read. */
  private static final Pattern INSTANCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,39}");

  Naming {
    if (!INSTANCE.matcher(instance).matches()) {
      throw new IllegalArgumentException("not an instance id: " + instance);
    }
  }

  /** INVARIANT: one name for each project; the engine refuses the second (S3). */
  String workspace(ProjectId project) {
    return prefix() + project;
  }

  /** Of a container of the pool, until a project claims it. */
  String spare(String slot) {
    return prefix() + "pool-" + slot;
  }

  /** Of a container that holds a network namespace. */
  String holder(String number) {
    return prefix() + "net-" + number;
  }

  String helper(ProjectId project, String role) {
    return workspace(project) + "-" + role + "-" + UUID.randomUUID().toString().substring(0, 8);
  }

  String network() {
    return "cb-" + instance;
  }

  /** The project whose workspace bears this name. */
  Optional<ProjectId> project(String name) {
    return name.startsWith(prefix())
        ? ProjectId.parse(name.substring(prefix().length()))
        : Optional.empty();
  }

  private String prefix() {
    return "cb-" + instance + "-";
  }
}

package codeblocking.remote;

import codeblocking.project.Project;
import java.util.Optional;

/** Finds repositories that their host has moved. */
public interface Moves {
  /** Nobody is asked. */
  Moves UNKNOWN = project -> Optional.empty();

  /** Where the project's remote is by now, as its host's own API says; empty: not known. */
  Optional<String> of(Project project);
}

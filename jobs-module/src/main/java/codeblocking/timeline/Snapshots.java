package codeblocking.timeline;

import codeblocking.project.ProjectId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The ledger's rows of what is kept on this host only. */
public interface Snapshots {
  /** A row, without what it holds; {@code undo}: the state before a restore. */
  record Mark(UUID id, Instant at, boolean undo) {}

  /** Newest first. */
  List<Mark> of(ProjectId project);

  /** Projects that have any. */
  List<ProjectId> projects();

  /** Forgets rows; others than of this host only stay. */
  void forget(ProjectId project, Collection<UUID> snapshots);
}

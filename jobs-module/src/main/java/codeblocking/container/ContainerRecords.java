package codeblocking.container;

import codeblocking.job.JobId;
import codeblocking.project.ProjectId;
import codeblocking.project.UserId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One row for each live container, so that a restart and a second node know whose it is. */
public interface ContainerRecords {
  /** Adds, or replaces the project's row. */
  void put(ContainerRecord record);

  Optional<ContainerRecord> find(ProjectId project);

  /** Oldest first; {@code user} null: of everybody. */
  List<ContainerRecord> list(@Nullable UserId user);

  /**
   * A stop at its point of no return.
   *
   * @param evenInUse clients that are attached do not hold it
   * @param job that stops it; whoever came back since it began has asked it to end
   * @param sentence for those who are attached
   */
  record Stop(boolean evenInUse, JobId job, String sentence) {}

  /**
   * The point of no return of a stop: marks the container as stopping, unless a client is attached
   * or about to be. Serialized with {@code Sessions.open}.
   *
   * @return false: somebody came back, and nothing changed
   */
  boolean beginStop(ProjectId project, Stop stop);

  /**
   * Marks the container as frozen, unless a client is attached or has come since the stop began.
   *
   * @return false: somebody came back, and nothing changed
   */
  boolean freeze(ProjectId project, Stop stop);

  /** A frozen container is wanted again; false: there is none, or it is being stopped. */
  boolean thaw(ProjectId project);

  /** Notes in words why it is kept without a client; null: nothing keeps it. */
  void keep(ProjectId project, @Nullable String because);

  /** Forgets the row, if it is still of this container. */
  void remove(ProjectId project, ContainerId container, String reason);
}

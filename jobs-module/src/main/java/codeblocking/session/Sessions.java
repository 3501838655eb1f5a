package codeblocking.session;

import codeblocking.project.ProjectId;
import codeblocking.project.UserId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who has a project open right now. */
public interface Sessions {
  /**
   * Records a client, and takes back a stop that waits for the grace period. Serialized with a stop
   * worker's point of no return ({@code ContainerRecords.beginStop}), so that one of the two always
   * sees the other.
   */
  Session open(ProjectId project, UserId user, String terminal) throws BeingStopped;

  /**
   * Records that a client has gone; when it was the last, leaves a persist job (trigger {@code
   * disconnect}), from whose success the stop follows. Idempotent.
   */
  void close(UUID session);

  int count(ProjectId project);

  /** Newest first; {@code user} null: of everybody. */
  List<Session> list(@Nullable UserId user);

  /** This node's sessions are alive. */
  void heartbeat();

  /**
   * Closes what no node keeps alive, as {@link #close} does: sessions of a former life of this
   * node, once clients have had 20 s to come back, and of nodes that have not been heard of for 30
   * s.
   *
   * @return how many
   */
  int closeAbandoned();
}

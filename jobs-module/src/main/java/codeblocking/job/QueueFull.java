package codeblocking.job;

/** A lane holds as many waiting jobs as it may; nothing was accepted. */
public final class QueueFull extends RuntimeException {
  public QueueFull(Lane lane, int most) {
    super(
        "the %s queue is full (%d jobs are waiting); nothing was accepted, try again soon"
            .formatted(lane.label(), most));
  }
}

package codeblocking.cleanup;

import codeblocking.project.ProjectId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** How many frozen containers the host's memory bears: the oldest give way to one more. */
public final class FreezeRule {
  /** The share of the host's memory that frozen containers may hold together: a quarter. */
  private static final long SHARE = 4;

  private final long budget;

  public FreezeRule(long hostMemoryBytes) {
    this.budget = hostMemoryBytes / SHARE;
  }

  /**
   * A frozen container.
   *
   * @param since when its last client went
   * @param bytes of memory that it holds
   */
  public record Frozen(ProjectId project, Instant since, long bytes) {}

  /**
   * Which are stopped so that one more may be frozen; empty: not even if all were.
   *
   * @param bytes of memory of the one more
   */
  public Optional<List<ProjectId>> makeRoom(List<Frozen> frozen, long bytes) {
    if (bytes > budget) {
      return Optional.empty();
    }
    long held = frozen.stream().mapToLong(Frozen::bytes).sum();
    List<ProjectId> going = new ArrayList<>();
    List<Frozen> oldestFirst = frozen.stream().sorted(Comparator.comparing(Frozen::since)).toList();
    for (Frozen one : oldestFirst) {
      if (held + bytes <= budget) {
        break;
      }
      going.add(one.project());
      held -= one.bytes();
    }
    return Optional.of(going);
  }
}

package codeblocking.job;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a job does, the lane it waits in, and what of its project it needs for itself. */
public enum JobKind {
  IMPORT(Lane.IMPORT, Set.of(LeaseKey.GIT)),
  PREWARM(Lane.PREWARM, Set.of(LeaseKey.CONTAINER)),
  PERSIST(Lane.PERSIST, Set.of(LeaseKey.GIT)),
  STOP(Lane.STOP, Set.of(LeaseKey.CONTAINER, LeaseKey.GIT)),
  /** One pass over the engine, the rows and the leases; belongs to no project. */
  SWEEP(Lane.STOP, Set.of()),
  RESTORE(Lane.IMPORT, Set.of(LeaseKey.GIT)),
  FETCH(Lane.IMPORT, Set.of(LeaseKey.GIT)),
  DELETE(Lane.STOP, Set.of(LeaseKey.CONTAINER, LeaseKey.GIT));

  private final Lane lane;
  private final Set<LeaseKey> leases;

  JobKind(Lane lane, Set<LeaseKey> leases) {
    this.lane = lane;
    this.leases = leases;
  }

  public Lane lane() {
    return lane;
  }

  public Set<LeaseKey> leases() {
    return leases;
  }

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<JobKind> parse(String text) {
    return Arrays.stream(values()).filter(kind -> kind.label().equals(text)).findFirst();
  }
}

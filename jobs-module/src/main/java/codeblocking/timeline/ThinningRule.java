package codeblocking.timeline;

import codeblocking.timeline.Snapshots.Mark;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Which snapshots are too many by now: the older, the fewer. */
public final class ThinningRule {
  private static final Duration ALL = Duration.ofHours(1);
  private static final Duration MINUTES = Duration.ofDays(1);
  private static final Duration HOURS = Duration.ofDays(7);
  private static final Duration DAYS = Duration.ofDays(30);

  private ThinningRule() {}

  /**
   * Those that may go.
   *
   * @param newestFirst of one project
   */
  public static Set<UUID> tooMany(List<Mark> newestFirst, Instant now) {
    Set<UUID> gone = new LinkedHashSet<>();
    Set<String> taken = new HashSet<>();
    for (int i = 0; i < newestFirst.size(); i++) {
      Mark mark = newestFirst.get(i);
      Duration age = Duration.between(mark.at(), now);
      boolean last = i == 0;
      boolean stays =
          last || (mark.undo() ? age.compareTo(DAYS) <= 0 : taken.add(place(mark, age)));
      if (!stays || (!last && age.compareTo(DAYS) > 0)) {
        gone.add(mark.id());
      }
    }
    return gone;
  }

  /** One stays of those with the same place: the newest. */
  private static String place(Mark mark, Duration age) {
    long second = mark.at().getEpochSecond();
    if (age.compareTo(ALL) <= 0) {
      return mark.id().toString();
    }
    if (age.compareTo(MINUTES) <= 0) {
      return "minute " + second / 60;
    }
    return age.compareTo(HOURS) <= 0 ? "hour " + second / 3600 : "day " + second / 86_400;
  }
}

package codeblocking.workspace;

import codeblocking.save.Skipped;
import java.util.ArrayList;
import java.util.List;

/** What a walk could not take, and why; told up to a number that a person could read. */
final class Skips {
  private static final int MOST_REPORTED = 1_000;

  private final List<Skipped> skipped = new ArrayList<>();
  private long all;

  void add(Skipped each) {
    if (all++ < MOST_REPORTED) {
      skipped.add(each);
    } else if (all == MOST_REPORTED + 1) {
      skipped.add(new Skipped("…", "and more"));
    }
  }

  List<Skipped> list() {
    return List.copyOf(skipped);
  }
}

package codeblocking.prewarm;

/** What of the pool and of the machine a hunch may take, so that no click is the slower for it. */
public final class SpareRule {
  private SpareRule() {}

  /** Ready containers of an environment, and how many are kept at least. */
  public record Stock(int ready, int minimum) {
    public static final Stock NONE = new Stock(0, 0);
  }

  /**
   * Whether one may be taken, or made where the pool has none.
   *
   * @param idle no click waits, and a core has nothing to do
   */
  public static boolean spare(Stock stock, boolean idle) {
    if (stock.ready() > stock.minimum()) {
      return true;
    }
    // The last ready one is a click's; the others are made anew by cores that have nothing to do.
    return idle && stock.ready() != 1;
  }
}

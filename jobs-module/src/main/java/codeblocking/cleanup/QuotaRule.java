package codeblocking.cleanup;

/** What is done about a workspace that takes more of the disk than it may. */
public final class QuotaRule {
  private final long quota;

  public QuotaRule(long quota) {
    this.quota = quota;
  }

  /** What is done. */
  public enum Verdict {
    FINE,
    /** The user is told; saves leave out what does not fit. */
    TELL,
    /** It is stopped at once: whatever writes so much does not stop by itself. */
    STOP
  }

  public Verdict judge(long bytes) {
    if (bytes > enough()) {
      return Verdict.STOP;
    }
    return bytes > quota ? Verdict.TELL : Verdict.FINE;
  }

  /** More than this need not be counted: twice the quota. */
  public long enough() {
    return quota > Long.MAX_VALUE / 2 ? Long.MAX_VALUE : 2 * quota;
  }
}

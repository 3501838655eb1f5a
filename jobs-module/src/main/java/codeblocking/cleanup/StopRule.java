package codeblocking.cleanup;

import codeblocking.save.Safety;
import java.time.Duration;

/** Whether a paused container may end now, and if not, what comes first (S2). */
public final class StopRule {
  /** So often a verified save is tried for before a durable one has to do: about 15 s. */
  static final int TRIES = 6;

  /** A remote that asks for more patience is not waited for. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private StopRule() {}

  /** What became of the save that was made while it was paused. */
  public enum Saved {
    /** None was wanted, or it came through. */
    YES,
    /** Time may cure what was in the way. */
    LATER,
    /** Only a person can. */
    PERSON
  }

  /** What is done. */
  public enum Decision {
    /** The content is as safe as was asked for. */
    END,
    /** It is safe here only; it ends, its directory stays, and somebody is told why. */
    END_SAFE_HERE,
    /** The same again in a moment. */
    RETRY,
    /** This job's one save is of an earlier content: another job has to save. */
    SAVE_ANEW,
    /** A person is asked first. */
    REFUSE
  }

  /**
   * What is known of a container that is paused.
   *
   * @param least what its content must be
   * @param safety what it is, after the save
   * @param filesStay false: its directory is to go, too, so nothing less than verified will do
   * @param after not sooner than this, as the remote asked
   * @param attempt of the job, from 1
   */
  public record Facts(
      Safety least, Safety safety, boolean filesStay, Saved saved, Duration after, int attempt) {}

  public static Decision of(Facts facts) {
    if (facts.safety().compareTo(facts.least()) <= 0) {
      return Decision.END;
    }
    return switch (facts.saved()) {
      case YES -> Decision.SAVE_ANEW;
      case PERSON -> person(facts);
      case LATER -> later(facts);
    };
  }

  private static Decision person(Facts facts) {
    return safeHere(facts) ? Decision.END_SAFE_HERE : Decision.REFUSE;
  }

  private static Decision later(Facts facts) {
    boolean patient = facts.attempt() < TRIES && facts.after().compareTo(PATIENCE) <= 0;
    return safeHere(facts) && !patient ? Decision.END_SAFE_HERE : Decision.RETRY;
  }

  private static boolean safeHere(Facts facts) {
    return facts.filesStay() && facts.safety() == Safety.DURABLE;
  }
}

package codeblocking.system.kit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Waits for a state that can only be asked for; whoever can be told is told instead. */
public final class Await {

  private static final Duration PAUSE = Duration.ofMillis(50);

  private Await() {}

  /** Something that may fail while the awaited state is not there yet. */
  @FunctionalInterface
  public interface Question<T> {
    T ask() throws Exception;
  }

  /** Asks until the answer is wanted, and answers it; says the last answer when time is up. */
  public static <T> T until(
      String what, Duration atMost, Question<T> question, Predicate<? super T> wanted) {
    long end = System.nanoTime() + atMost.toNanos();
    @Nullable T last = null;
    @Nullable Throwable failure = null;
    do {
      try {
        last = question.ask();
        failure = null;
        if (wanted.test(last)) {
          return last;
        }
      } catch (Exception | AssertionError e) {
        failure = e;
      }
      if (Thread.currentThread().isInterrupted()) {
        break;
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    } while (System.nanoTime() < end);
    throw new AssertionError(
        "Not within %s: %s. Last answer: %s".formatted(atMost, what, last), failure);
  }

  /** Asks until the answer is yes. */
  public static void until(String what, Duration atMost, Question<Boolean> question) {
    Boolean unused = until(what, atMost, question, Boolean::booleanValue);
  }
}

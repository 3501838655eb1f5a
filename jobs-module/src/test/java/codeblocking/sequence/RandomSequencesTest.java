package codeblocking.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.ledger.MemoryLedger;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * S2 and S3 under random clicks, opens, closes, writes, deaths, restarts and moods of the remote.
 *
 * <p>A failure names its seed, and the shortest beginning of its sequence that fails:
 * -Dcodeblocking.test.seed=N runs that one again.
 */
@SuppressWarnings("NullAway.Init")
class RandomSequencesTest {
  private static final int SEQUENCES = Integer.getInteger("codeblocking.test.sequences", 1000);
  private static final int STEPS = 25;

  private MemoryLedger ledger;

  @BeforeEach
  void open() {
    ledger = new MemoryLedger();
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  /** What goes wrong in a sequence; null: nothing. */
  private record Failure(String what, World world) {}

  private @Nullable Failure run(long seed, int steps, Bug bug) {
    World world = new World(ledger, seed, bug);
    try {
      for (int step = 0; step < steps; step++) {
        world.step();
      }
      world.drain();
      return null;
    } catch (Violation e) {
      return new Failure(String.valueOf(e.getMessage()), world);
    }
  }

  private String shortest(long seed, Failure failure) {
    for (int steps = 1; steps < STEPS; steps++) {
      Failure shorter = run(seed, steps, Bug.NONE);
      if (shorter != null) {
        return told(seed, shorter);
      }
    }
    return told(seed, failure);
  }

  private static String told(long seed, Failure failure) {
    return "seed %d: %s%n%s"
        .formatted(
            seed, failure.what(), String.join(System.lineSeparator(), failure.world().trace));
  }

  @Test
  void a_thousand_random_sequences_lose_nothing_and_never_make_two() {
    long first = Long.getLong("codeblocking.test.seed", System.nanoTime());
    int most = System.getProperty("codeblocking.test.seed") == null ? SEQUENCES : 1;
    for (long seed = first; seed < first + most; seed++) {
      Failure failure = run(seed, STEPS, Bug.NONE);
      assertThat(failure == null ? "" : shortest(seed, failure)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(value = Bug.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void a_bug_that_is_put_in_is_found(Bug bug) {
    Optional<Failure> found =
        LongStream.range(0, SEQUENCES)
            .mapToObj(seed -> Optional.ofNullable(run(seed, STEPS, bug)))
            .flatMap(Optional::stream)
            .findFirst();
    assertThat(found).isPresent();
  }
}

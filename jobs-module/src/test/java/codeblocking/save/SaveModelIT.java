package codeblocking.save;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import codeblocking.save.SaveModel.Mutation;
import codeblocking.workspace.SafeGit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random work, saves and crashes. {@code -Dsave.model.seed} repeats a run, {@code
 * -Dsave.model.operations} makes it longer.
 */
@SuppressWarnings("NullAway.Init")
class SaveModelIT {
  private static final int EACH = 150;

  private Path root;

  /** In memory where there is such a place: it is about the order of steps, not about a disk. */
  @BeforeEach
  void makeRoot() throws IOException {
    Path memory = Path.of("/dev/shm");
    Path place = Files.isWritable(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir"));
    // JGit measures a disk in the background where it first meets it: not in what is removed here.
    SafeGit.prepare(place);
    root = Files.createTempDirectory(place, "save-model-");
  }

  @AfterEach
  void removeRoot() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  @Test
  void whatever_crashes_nothing_is_lost_and_nothing_doubled() throws Exception {
    int wanted = Integer.getInteger("save.model.operations", 2000);
    long seed = Long.getLong("save.model.seed", 1);
    int operations = 0;
    int saves = 0;
    int crashes = 0;
    for (; operations < wanted; operations += EACH, seed++) {
      System.out.println("save model: seed " + seed);
      SaveModel model = new SaveModel(seed, Mutation.NONE, root.resolve("seed-" + seed));
      model.run(EACH);
      saves += model.saves;
      crashes += model.crashes;
    }
    System.out.printf(
        "save model: %d operations, %d saves, %d crashes%n", operations, saves, crashes);
    assertThat(crashes).isGreaterThan(operations / 50);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void a_server_that_does_wrong_is_found_out(Mutation mutation) {
    assertThatThrownBy(() -> untilFound(mutation))
        .isInstanceOfAny(AssertionError.class, IllegalStateException.class);
  }

  private void untilFound(Mutation mutation) throws Exception {
    for (int seed = 1; seed <= 20; seed++) {
      new SaveModel(seed, mutation, root.resolve(mutation + "-" + seed)).run(EACH);
    }
  }
}

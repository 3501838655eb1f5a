package codeblocking.save;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What is remembered of git directories, and for how long. */
class StoreTurnsTest {
  private static final int TRIES = 100;

  @Test
  void where_nobody_is_nothing_is_remembered() {
    WeakReference<StoreTurns> left = new WeakReference<>(StoreTurns.of(Path.of("left.git")));

    for (int i = 0; i < TRIES && left.get() != null; i++) {
      System.gc();
    }

    assertThat(left.get()).isNull();
  }

  @Test
  void whoever_is_there_is_remembered() throws IOException {
    StoreTurns busy = StoreTurns.of(Path.of("busy.git"));
    busy.job(() -> {});

    System.gc();

    assertThat(StoreTurns.of(Path.of("x/../busy.git"))).isSameAs(busy);
    assertThat(busy.collect()).isFalse();
    busy.jobEnds();
  }
}

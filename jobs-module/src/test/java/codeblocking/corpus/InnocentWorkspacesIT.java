package codeblocking.corpus;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Awkward but innocent workspaces: each ends as the table in {@code docs/saves.md} says. */
@SuppressWarnings("NullAway.Init")
class InnocentWorkspacesIT {
  /** Which cases to play, by file and name, while one works on them. */
  private static final Pattern ONLY = Pattern.compile(System.getProperty("corpus.only", ""));

  @TempDir static Path temp;
  private static ExecutorService threads;

  @BeforeAll
  static void prepare() {
    threads = Executors.newFixedThreadPool(3);
  }

  @AfterAll
  static void close() {
    threads.shutdownNow();
  }

  @TestFactory
  Stream<DynamicContainer> each_ends_as_its_row_says() throws Exception {
    List<DynamicContainer> files = new ArrayList<>();
    for (String file : InnocentCase.FILES) {
      List<DynamicTest> tests = new ArrayList<>();
      for (InnocentCase each : InnocentCase.read(file)) {
        if (ONLY.matcher(file + "/" + each.name()).find()) {
          Path place = temp.resolve(file + "-" + tests.size());
          Future<?> played = threads.submit(() -> play(each, place));
          tests.add(DynamicTest.dynamicTest(each.name(), () -> finished(played)));
        }
      }
      files.add(DynamicContainer.dynamicContainer(file, tests));
    }
    return files.stream();
  }

  private static Void play(InnocentCase each, Path place) throws Exception {
    try (InnocentGround ground = new InnocentGround(place)) {
      ground.play(each);
    }
    return null;
  }

  private static void finished(Future<?> played) throws Throwable {
    try {
      played.get();
    } catch (java.util.concurrent.ExecutionException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }
}

package codeblocking.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.container.DockerContainers;
import codeblocking.place.Places;
import codeblocking.pool.Pool;
import codeblocking.settings.DataDirectory;
import codeblocking.settings.Settings;
import codeblocking.settings.SettingsReader;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pool on a real engine, closed while it works. */
final class WarmPoolIT {
  private static final String INSTANCE = "itw" + UUID.randomUUID().toString().substring(0, 8);

  @TempDir static Path data;
  private static Settings settings;
  private static Places places;
  private static DockerContainers containers;

  @BeforeAll
  static void connect() {
    settings =
        SettingsReader.read(
            key ->
                key.equals("codeblocking.data.dir")
                    ? Optional.of(data.toString())
                    : Optional.empty());
    places = new Places(new DataDirectory(data));
    containers = new DockerContainers(settings, INSTANCE, places);
  }

  @AfterAll
  static void disconnect() throws Exception {
    containers.close();
    new ProcessBuilder("docker", "network", "rm", "cb-" + INSTANCE).start().waitFor();
  }

  /** The moments are spread over the way of a spare: slot, create, connect, start, prompt. */
  @ParameterizedTest
  @ValueSource(ints = {0, 40, 80, 120, 160, 200, 250, 300, 400, 500, 700, 900})
  void a_spare_that_is_being_made_when_the_pool_closes_is_removed(int milliseconds)
      throws Exception {
    WarmPool warmPool = new WarmPool();
    Pool pool = warmPool.pool(containers, settings, Clock.systemUTC());
    warmPool.open(pool);
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(milliseconds));

    warmPool.close(pool);

    assertThat(containers.list().containers()).isEmpty();
    assertThat(places.unclaimed()).isEmpty();
  }
}

package codeblocking.inside;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The WAR of this build, with the tests of this package beside what it ships. */
final class Shipped {

  private static final Path TARGET = Path.of("target").toAbsolutePath();

  private Shipped() {}

  static WebArchive war() {
    prepareDirectories();
    return ShrinkWrap.create(ZipImporter.class, "codeblocking.war")
        .importFrom(TARGET.resolve("codeblocking.war").toFile())
        .as(WebArchive.class)
        .addPackages(true, Shipped.class.getPackage())
        .addAsLibrary(jarOf(Assertions.class));
  }

  private static File jarOf(Class<?> type) {
    try {
      return new File(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Fresh for this server, and gone after it. */
  private static void prepareDirectories() {
    Path data = TARGET.resolve("inside/data");
    Path temporary = TARGET.resolve("inside/tmp");
    delete(data);
    delete(temporary);
    try {
      Files.createDirectories(temporary);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  awaitServersEnd();
                  delete(data);
                  delete(temporary);
                }));
  }

  /** Arquillian only asks the server to end. */
  private static void awaitServersEnd() {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    ProcessHandle.current()
        .children()
        .forEach(
            server -> {
              while (server.isAlive() && System.nanoTime() < end) {
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
              }
              boolean unused = server.destroyForcibly();
            });
  }

  private static void delete(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

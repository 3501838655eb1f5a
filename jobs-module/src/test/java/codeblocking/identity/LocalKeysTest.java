package codeblocking.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import codeblocking.settings.DataDirectory;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requirement 2 of the package: one key pair, whoever comes first. */
final class LocalKeysTest {
  @TempDir Path folder;

  private LocalKeys open() {
    return LocalKeys.open(new DataDirectory(folder));
  }

  @Test
  void the_same_keys_come_back() {
    LocalKeys first = open();
    LocalKeys second = open();
    assertThat(second.signing()).isEqualTo(first.signing());
    assertThat(second.credentialSecret()).isEqualTo(first.credentialSecret()).hasSize(32);
  }

  @Test
  void only_the_server_may_read_them() throws Exception {
    open();
    try (Stream<Path> files = Files.list(folder.resolve("keys"))) {
      assertThat(files.toList())
          .hasSize(2)
          .allSatisfy(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .isEqualTo("rw-------"));
    }
  }

  @Test
  void racing_starts_agree() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<LocalKeys>> starts =
          IntStream.range(0, 16).mapToObj(i -> pool.submit(this::open)).toList();
      String agreed = open().signing().toJSONString();
      for (Future<LocalKeys> start : starts) {
        assertThat(start.get().signing().toJSONString()).isEqualTo(agreed);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void a_damaged_key_is_never_replaced_in_silence() throws Exception {
    open();
    Files.writeString(folder.resolve("keys/credentials.key"), "!!!");
    assertThatThrownBy(this::open).isInstanceOf(UncheckedIOException.class);
  }
}

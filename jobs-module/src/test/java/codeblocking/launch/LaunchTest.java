package codeblocking.launch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LaunchTest {

  private final Map<String, String> configuration = new HashMap<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void configure(@org.junit.jupiter.api.io.TempDir java.nio.file.Path data) {
    configuration.put("codeblocking.data.dir", data.toString());
  }

  @Test
  void a_wrong_setting_ends_with_the_one_line_that_says_so() {
    configuration.put("codeblocking.grace", "abc");
    assertThat(run("prepare")).isEqualTo(1);
    assertThat(err.toString(UTF_8)).startsWith("codeblocking.grace=abc: must be").hasLineCount(1);
    assertThat(out.toString(UTF_8)).isEmpty();
  }

  @Test
  void the_start_is_told_where_to_listen_and_where_the_engine_is() {
    configuration.put("codeblocking.http.port", "8181");
    assertThat(run("prepare")).isZero();
    assertThat(out.toString(UTF_8).lines())
        .contains("host=127.0.0.1", "port=8181", "docker=unix:///var/run/docker.sock");
  }

  @Test
  void an_unknown_command_names_the_known_ones() {
    assertThat(run("dance")).isEqualTo(1);
    assertThat(err.toString(UTF_8)).contains("prepare, token USER");
  }

  private int run(String... words) {
    return new Launch(
            key -> Optional.ofNullable(configuration.get(key)),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8))
        .run(List.of(words));
  }
}

package codeblocking.system;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.system.kit.Api;
import codeblocking.system.kit.Await;
import codeblocking.system.kit.Command;
import codeblocking.system.kit.Json;
import codeblocking.system.kit.Root;
import codeblocking.system.kit.Server;
import codeblocking.system.kit.TerminalClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever comes back sees what they would have seen, had they stayed. */
class ResumeIT {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int COLS = 100;
  private static final int ROWS = 30;
  private static final int BLOCKS = 150;

  private final Server server = Shared.server();
  private final Api rhea = server.as("rhea");

  @TempDir Path files;
  private int written;

  @Test
  void no_byte_is_lost_and_none_comes_twice_however_often_the_line_breaks() {
    String id = rhea.createProject("torn line");
    Random random = new Random(7);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    TerminalClient client = rhea.terminal(id).size(COLS, ROWS).open();
    client.run("stty -echo; PS1=");
    long start = client.offset();
    client.type(
        "for b in $(seq 1 %d); do seq -f \"$b/%%.0f of it, and no byte more\" 1 100; sleep 0.02; done; echo the \"end\"\n"
            .formatted(BLOCKS));
    int breaks = 0;
    while (true) {
      long from = all.size() + start;
      TerminalClient now = client;
      long enough = now.received() + 1 + random.nextInt(8_000);
      Await.until("some output", SOON, () -> now.received() >= enough || ended(all, now, from));
      boolean last = ended(all, now, from);
      if (!last) {
        now.drop();
      }
      keep(all, now, from);
      if (last) {
        break;
      }
      breaks++;
      client = rhea.terminal(id).size(COLS, ROWS).offset(start + all.size()).open();
      assertThat(client.attached().path("offset").asLong())
          .as("of %s", client.texts())
          .isEqualTo(start + all.size());
    }
    client.close();
    assertThat(breaks).isGreaterThan(20);
    String seen = all.toString(StandardCharsets.US_ASCII);
    assertThat(seen.substring(seen.indexOf("1/1 of it"), seen.indexOf("the end")))
        .isEqualTo(expected());
  }

  private static boolean ended(ByteArrayOutputStream all, TerminalClient client, long from) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(all.toByteArray());
    keep(both, client, from);
    return both.toString(StandardCharsets.US_ASCII).contains("the end");
  }

  /** What the client has of the stream from there on. */
  private static void keep(ByteArrayOutputStream all, TerminalClient client, long from) {
    byte[] bytes = client.outputBytes();
    int skip = (int) (from - client.attached().path("offset").asLong());
    all.write(bytes, skip, bytes.length - skip);
  }

  private static String expected() {
    StringBuilder lines = new StringBuilder();
    for (int block = 1; block <= BLOCKS; block++) {
      for (int line = 1; line <= 100; line++) {
        lines.append(block).append('/').append(line).append(" of it, and no byte more\r\n");
      }
    }
    return lines.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vi +120 numbered",
        "less +90 numbered",
        "nano +100 numbered",
        "tmux new 'tmux set status off; vi numbered'"
      })
  void the_screen_of_a_program_is_as_it_was(String program) throws IOException {
    String id = rhea.createProject("screens");
    TerminalClient first = withFile(id);
    first.type("clear; " + program + "\n");
    first.awaitOutput("line 10?\\d of many");
    // A program's greeting goes at the first change of size.
    first.resize(COLS, ROWS - 1).resize(COLS, ROWS);
    awaitQuiet(first);
    JsonNode before = drawn(List.of(first.outputBytes()));
    assertThat(before.path("lines").toString()).contains("of many");
    byte[] seen = first.outputBytes();
    long offset = first.offset();
    first.drop();

    try (TerminalClient resumed = rhea.terminal(id).size(COLS, ROWS).offset(offset).open()) {
      assertThat(resumed.attached().path("offset").asLong()).isEqualTo(offset);
      awaitScreen(before, () -> List.of(seen, resumed.outputBytes()));
    }
    try (TerminalClient reloaded = rhea.terminal(id).size(COLS, ROWS).open()) {
      awaitScreen(before, () -> whole(reloaded));
    }
    try (TerminalClient narrow = rhea.terminal(id).size(COLS - 20, ROWS - 6).open()) {
      narrow.awaitAttached();
      awaitQuiet(narrow);
    }
    try (TerminalClient back = rhea.terminal(id).size(COLS, ROWS).open()) {
      awaitScreen(before, () -> whole(back));
    }
  }

  /** Its figures change all the time; its frame does not. */
  @Test
  void the_frame_of_a_program_that_always_draws_is_as_it_was() throws IOException {
    String id = rhea.createProject("always drawing");
    TerminalClient first = rhea.terminal(id).size(COLS, ROWS).open().awaitAttached();
    first.type("htop\n");
    first.awaitOutput("F10");
    Frame before =
        Await.until(
            "a whole frame", SOON, () -> frame(drawn(List.of(first.outputBytes()))), Frame::whole);
    first.drop();

    try (TerminalClient reloaded = rhea.terminal(id).size(COLS, ROWS).open()) {
      var unused =
          Await.until(
              "the frame " + before, SOON, () -> frame(drawn(whole(reloaded))), before::equals);
      reloaded.type("q").run("true");
    }
  }

  /** Where the head of the table and the keys are, and how they look. */
  private record Frame(List<String> rows, boolean whole) {}

  private static Frame frame(JsonNode screen) {
    List<String> rows = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      String line = screen.path("lines").path(row).asText();
      if (line.contains("PID") || line.contains("F10")) {
        rows.add(row + " " + line.strip() + " " + screen.path("colours").path(row).asText());
      }
    }
    return new Frame(rows, rows.size() == 2 && screen.path("wholeScreen").asBoolean());
  }

  @Test
  void the_screen_is_as_it_was_also_when_its_beginning_is_held_no_more() throws IOException {
    String id = rhea.createProject("long ago");
    TerminalClient first = withFile(id);
    first.type("vi numbered\n");
    first.awaitOutput("line 10 of many");
    for (int page = 0; first.received() < 1_500_000; page++) {
      long so = first.received();
      first.type(page % 20 < 10 ? "\u0006" : "\u0002");
      Await.until("another page", SOON, () -> first.received() > so);
    }
    awaitQuiet(first);
    JsonNode before = drawn(List.of(first.outputBytes()));
    first.drop();

    try (TerminalClient reloaded = rhea.terminal(id).size(COLS, ROWS).open()) {
      assertThat(reloaded.attached().path("offset").asLong()).isGreaterThan(500_000);
      assertThat(reloaded.attached().path("screen").asText()).contains("\u001b[?1049h");
      awaitScreen(before, () -> whole(reloaded));
    }
  }

  private TerminalClient withFile(String id) {
    TerminalClient client = rhea.terminal(id).size(COLS, ROWS).open().awaitAttached();
    client.run("seq -f 'line %.0f of many, which is long enough to be seen' 1 600 > numbered");
    return client;
  }

  /** As the page writes it: the modes of the place, then the output. */
  private static List<byte[]> whole(TerminalClient client) {
    String screen = client.attached().path("screen").asText("");
    return List.of(screen.getBytes(StandardCharsets.UTF_8), client.outputBytes());
  }

  private interface Bytes {
    List<byte[]> now();
  }

  private void awaitScreen(JsonNode wanted, Bytes bytes) {
    JsonNode unused =
        Await.until("the screen " + wanted, SOON, () -> drawn(bytes.now()), wanted::equals);
  }

  private static void awaitQuiet(TerminalClient client) {
    long[] last = {-1, 0};
    Await.until(
        "no more output",
        SOON,
        () -> {
          long now = client.received();
          if (now != last[0]) {
            last[0] = now;
            last[1] = System.nanoTime();
          }
          return System.nanoTime() - last[1] > TimeUnit.SECONDS.toNanos(2);
        });
  }

  /** By the emulator of the pages. */
  private JsonNode drawn(List<byte[]> output) {
    List<String> command = new ArrayList<>(List.of("node", "dev/screen.mjs"));
    command.add(Integer.toString(COLS));
    command.add(Integer.toString(ROWS));
    try {
      for (byte[] part : output) {
        Path file = files.resolve("part-" + written++);
        command.add(Files.write(file, part).toString());
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return Json.read(
        Command.of(command).in(Root.directory().resolve("web-module/pages")).checked().lastLine());
  }
}

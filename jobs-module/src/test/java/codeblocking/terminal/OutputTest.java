package codeblocking.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.terminal.Output.Place;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Where somebody can begin who has seen nothing. */
class OutputTest {
  private static final int USABLE = 1280;
  private static final String ESC = "\u001b";

  private final Output output = new Output(USABLE, 100);

  private void write(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < bytes.length; at += 50) {
      output.append(ByteBuffer.wrap(bytes, at, Math.min(50, bytes.length - at)));
    }
  }

  private String from(Place place) {
    ByteBuffer bytes = output.copy(place.offset(), USABLE + 100);
    return StandardCharsets.UTF_8.decode(bytes).toString();
  }

  @Test
  void all_of_it_is_shown_as_long_as_it_is_held() {
    write(ESC + "[31mred" + ESC + "[?1049h");

    assertThat(output.beginning()).isEqualTo(new Place(0, ""));
  }

  @Test
  void nobody_begins_within_a_character_or_a_control_sequence() {
    Random random = new Random(5);
    String[] pieces = {"grün ", "€uro ", "𝒳", ESC + "[38;2;10;20;30m", ESC + "]0;a title\u0007"};
    // All that may stand at a beginning: no byte of a sequence, no half of a character.
    String[] firsts = {"g", "r", "ü", "n", " ", "€", "u", "o", "\ud835", ESC};
    for (int i = 0; i < 2000; i++) {
      write(pieces[random.nextInt(pieces.length)]);
      Place place = output.beginning();
      String shown = from(place);
      if (!shown.isEmpty()) {
        assertThat(shown.substring(0, 1)).isIn((Object[]) firsts);
      }
    }
  }

  @Test
  void the_modes_of_the_place_come_with_it() {
    write(ESC + "[?1049h" + ESC + "[?1h" + ESC + "=" + ESC + "[?2004h" + ESC + "[?25l");
    write(ESC + "[1;34m" + "x".repeat(3 * USABLE));

    assertThat(output.beginning().screen())
        .isEqualTo(
            ESC + "[?1049h" + ESC + "[?1h" + ESC + "[?25l" + ESC + "[?2004h" + ESC + "=" + ESC
                + "[1;34m");
    assertThat(output.fullScreen()).isTrue();
  }

  @Test
  void what_a_program_has_taken_back_is_not_set_again() {
    write(ESC + "[?1049h" + ESC + "[?1000;1006h" + ESC + "[44;1m" + ESC + "[2;20r" + ESC + "(0");
    write(ESC + "(B" + ESC + "[r" + ESC + "[m" + ESC + "[?1000;1006l" + ESC + "[?1049l");
    write("line\r\n".repeat(USABLE));

    assertThat(output.beginning().screen()).isEmpty();
    assertThat(output.fullScreen()).isFalse();
  }

  @Test
  void a_reset_takes_everything_back() {
    write(ESC + "[?1049h" + ESC + "[?1h" + ESC + "[7m" + ESC + "c");
    write("line\r\n".repeat(USABLE));

    assertThat(output.beginning().screen()).isEmpty();
  }

  @Test
  void a_later_mode_does_not_change_an_earlier_place() {
    write("line\r\n".repeat(USABLE));
    write(ESC + "[?1049h");

    assertThat(output.beginning().screen()).isEmpty();
    assertThat(output.fullScreen()).isTrue();
  }

  @Test
  void lines_are_begun_at_their_start() {
    write("a line of text\r\n".repeat(USABLE));

    assertThat(from(output.beginning())).startsWith("a line of text\r\n");
    assertThat(output.beginning().offset() - output.first()).isLessThan(64);
  }

  @Test
  void colours_are_those_that_were_set_last() {
    Pen pen = new Pen();
    pen.set("1;3;31;48;5;200");
    pen.set("22;38:2::1:2:3");

    assertThat(pen.sequence()).isEqualTo(ESC + "[3;38:2::1:2:3;48;5;200m");
    pen.set("23;39");
    pen.set("49");
    assertThat(pen.sequence()).isEmpty();
    pen.set("38;2;1;2;3;4");
    pen.set("");
    assertThat(pen.sequence()).isEmpty();
  }

  @Test
  void little_output_takes_little_memory() {
    Output idle = new Output(512 * 1024, 64 * 1024);
    idle.append(ByteBuffer.wrap("prompt $ ".getBytes(StandardCharsets.UTF_8)));

    assertThat(idle.memory()).isLessThanOrEqualTo(2048);
  }
}

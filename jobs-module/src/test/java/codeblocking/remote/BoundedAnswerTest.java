package codeblocking.remote;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BoundedAnswerTest {
  private static final long MOST = 100_000;

  private static String packet(String payload) {
    return "%04x%s".formatted(payload.length() + 4, payload);
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(ISO_8859_1));
  }

  private static InputStream endless(String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    return new InputStream() {
      private int at;

      @Override
      public int read() {
        return bytes[at++ % bytes.length] & 0xff;
      }

      @Override
      public int read(byte[] into, int from, int length) {
        for (int i = 0; i < length; i++) {
          into[from + i] = (byte) read();
        }
        return length;
      }
    };
  }

  /** In reads of a size, and the bytes that came before it ended. */
  private static long drain(InputStream in, int size) throws IOException {
    byte[] buffer = new byte[size];
    long bytes = 0;
    for (int got = in.read(buffer, 0, size); got >= 0; got = in.read(buffer, 0, size)) {
      bytes += got;
    }
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 5, 7, 8192})
  void what_is_within_the_bounds_passes_unchanged(int size) throws Exception {
    String answer =
        packet("# service=git-upload-pack\n")
            + "0000"
            + packet("1234 refs/heads/main\n")
            + "0001"
            + packet("\2Counting objects\r")
            + packet("\1PACK\0\0\0\2\0\0\0\1" + "x".repeat(60_000))
            + packet("")
            + "0000";

    byte[] passed = new byte[answer.length()];
    int at = 0;
    try (InputStream in = new BoundedAnswer(stream(answer), MOST)) {
      for (int got = 0; got >= 0 && at < passed.length; at += got) {
        got = in.read(passed, at, Math.min(size, passed.length - at));
      }
      assertThat(in.read()).isEqualTo(-1);
    }

    assertThat(new String(passed, ISO_8859_1)).isEqualTo(answer);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8192})
  void objects_are_bounded_in_packets_and_without(int size) {
    String packet = packet("\1" + "x".repeat(997));
    for (InputStream each :
        List.of(endless(packet), new SequenceInputStream(stream("PACK"), endless("0123456789")))) {
      assertThatThrownBy(() -> drain(new BoundedAnswer(each, MOST), size))
          .isInstanceOf(BoundedAnswer.TooLong.class)
          .hasMessageContaining("objects");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PACK\0\0\0\2\377\377\377\377", "PACK\0\0\0\2\2\0\0\0"})
  void the_number_of_objects_that_a_pack_claims_is_bounded(String header) {
    for (String each :
        List.of(
            header,
            packet("\1" + header),
            packet("\1PA") + packet("\1CK") + packet("\1" + header.substring(4)))) {
      assertThatThrownBy(() -> drain(new BoundedAnswer(stream(each), MOST), 7))
          .isInstanceOf(BoundedAnswer.TooLong.class)
          .hasMessage("sends more than 20000000 objects");
    }
  }

  @Test
  void other_packets_do_not_count_as_objects() throws Exception {
    List<InputStream> parts =
        Collections.nCopies(200, packet("1".repeat(40) + " refs/tags/" + "x".repeat(950))).stream()
            .map(BoundedAnswerTest::stream)
            .toList();

    assertThat(
            drain(
                new BoundedAnswer(new SequenceInputStream(Collections.enumeration(parts)), MOST),
                8192))
        .isGreaterThan(MOST);
  }

  @Test
  void messages_are_bounded() {
    assertThatThrownBy(() -> drain(new BoundedAnswer(endless(packet("\2on and on")), MOST), 8192))
        .isInstanceOf(BoundedAnswer.TooLong.class)
        .hasMessage("sends more than 4 MiB of messages");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1111111111111111111111111111111111111111 refs/heads/x\n", ""})
  void refs_are_bounded_and_so_are_packets_of_nothing(String line) {
    assertThatThrownBy(() -> drain(new BoundedAnswer(endless(packet(line)), MOST), 8192))
        .isInstanceOf(BoundedAnswer.TooLong.class)
        .hasMessage("sends more than 96 MiB of refs");
  }
}

package codeblocking.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.container.FakeTerminal;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Numbers in comments are the requirements of the package. */
class TerminalTest {
  private static final TerminalSize SIZE = new TerminalSize(80, 24);
  private static final int RING = 1000;
  private static final int SLACK = 100;
  private static final int WINDOW = 300;
  private static final int MESSAGE = 64;
  private static final String PROMPT = "fake$ ";

  private final FakeTerminal shell = new FakeTerminal(80, 24);
  private int ends;
  private final Terminal terminal =
      new Terminal(shell, SIZE, new Terminal.Limits(RING, SLACK, WINDOW, MESSAGE), Runnable::run);

  private Terminal started() {
    terminal.onEnd(() -> ends++);
    terminal.start();
    return terminal;
  }

  private FakeViewer fast() {
    FakeViewer viewer = FakeViewer.fast();
    terminal.attach(viewer, null, SIZE);
    return viewer;
  }

  private FakeViewer stepping() {
    FakeViewer viewer = FakeViewer.stepping();
    terminal.attach(viewer, null, SIZE);
    return viewer;
  }

  private FakeViewer resuming(long offset) {
    FakeViewer viewer = FakeViewer.fast();
    terminal.attach(viewer, new Seen(offset, null), SIZE);
    return viewer;
  }

  private static String dots(int count) {
    return ".".repeat(count);
  }

  private void emitInPieces(int total) {
    for (int i = 0; i < total; i += 50) {
      shell.emit(dots(Math.min(50, total - i)));
    }
  }

  @Test // 2
  void the_first_viewer_sees_the_prompt_that_was_there_before_it() {
    started();

    assertThat(fast().text()).isEqualTo(PROMPT);
  }

  @Test
  void output_that_was_passed_on_already_is_no_reason_to_wait_with_the_next() {
    started();
    shell.emit("a");
    assertThat(terminal.flush()).as("passed on as it came").isFalse();
    assertThat(terminal.output(ByteBuffer.wrap(new byte[] {'b'}))).isTrue();
    assertThat(terminal.flush()).isTrue();
    assertThat(terminal.flush()).isFalse();
  }

  @Test
  void what_is_typed_is_echoed_to_all_viewers() {
    started();
    FakeViewer one = FakeViewer.fast();
    FakeViewer two = fast();
    Attachment attachment = terminal.attach(one, null, SIZE);

    attachment.type(ByteBuffer.wrap("echo hi\n".getBytes(java.nio.charset.StandardCharsets.UTF_8)));

    assertThat(one.text()).isEqualTo(PROMPT + "echo hi\r\nhi\r\n" + PROMPT);
    assertThat(two.text()).isEqualTo(one.text());
  }

  @Test
  void output_that_came_meanwhile_is_merged_up_to_the_size_of_a_message() {
    started();
    FakeViewer viewer = stepping();
    emitInPieces(200);

    viewer.catchUp();

    assertThat(viewer.text()).isEqualTo(PROMPT + dots(200));
    assertThat(viewer.messages).isEqualTo(4);
    assertThat(viewer.largest).isEqualTo(MESSAGE);
  }

  @Test // 1
  void every_offset_that_was_seen_can_be_resumed_from() {
    started();
    byte[] all = new byte[RING - PROMPT.length()];
    new Random(3).nextBytes(all);
    FakeViewer first = fast();
    for (int i = 0; i < all.length; i += 7) {
      shell.emit(Arrays.copyOfRange(all, i, Math.min(all.length, i + 7)));
    }
    byte[] seen = first.bytes();

    for (int offset = 0; offset <= seen.length; offset++) {
      FakeViewer again = resuming(offset);
      assertThat(again.from).isEqualTo(offset);
      assertThat(again.bytes()).isEqualTo(Arrays.copyOfRange(seen, offset, seen.length));
    }
    assertThat(shell.sizes()).containsExactly("80x24");
  }

  @Test // 1
  void an_offset_that_is_gone_starts_at_what_is_held_and_redraws() {
    started();
    fast();
    emitInPieces(3 * RING);
    long end = 3L * RING + PROMPT.length();

    FakeViewer again = resuming(5);

    assertThat(again.from).isEqualTo(end - RING);
    assertThat(again.seen()).isEqualTo(end);
    assertThat(shell.sizes()).containsExactly("80x24", "80x23", "80x24");
  }

  @Test // 1
  void an_offset_of_another_life_starts_at_what_is_held() {
    started();

    FakeViewer again = resuming(4);

    assertThat(again.from).isZero();
    assertThat(again.text()).isEqualTo(PROMPT);
  }

  @Test // 4
  void without_a_viewer_the_shell_goes_on() {
    started();

    emitInPieces(5 * RING);

    assertThat(shell.reading()).isTrue();
  }

  @Test // 4
  void the_shell_waits_when_the_only_viewer_lags_and_goes_on_when_it_has_caught_up() {
    started();
    FakeViewer viewer = stepping();

    emitInPieces(5 * RING);

    assertThat(shell.reading()).isFalse();
    viewer.catchUp();
    assertThat(shell.reading()).isTrue();
    assertThat(viewer.text()).isEqualTo(PROMPT + dots(5 * RING));
  }

  @Test // 4
  void the_shell_goes_on_when_the_viewer_it_waited_for_has_left() {
    started();
    FakeViewer viewer = FakeViewer.stepping();
    Attachment attachment = terminal.attach(viewer, null, SIZE);
    emitInPieces(5 * RING);

    attachment.detach();

    assertThat(shell.reading()).isTrue();
  }

  @Test // 3
  void a_viewer_that_is_overtaken_is_dropped_and_the_other_gets_everything() {
    started();
    FakeViewer slow = stepping();
    FakeViewer quick = fast();

    emitInPieces(5 * RING);

    assertThat(slow.overtaken).isTrue();
    assertThat(quick.overtaken).isFalse();
    assertThat(quick.text()).isEqualTo(PROMPT + dots(5 * RING));
    assertThat(shell.reading()).isTrue();
  }

  @Test // 3
  void a_viewer_that_comes_to_a_full_ring_is_not_overtaken_at_once() {
    started();
    emitInPieces(5 * RING);
    FakeViewer viewer = stepping();

    emitInPieces(RING);
    viewer.catchUp();

    assertThat(viewer.overtaken).isFalse();
    assertThat(viewer.seen()).isEqualTo(6L * RING + PROMPT.length());
  }

  @Test
  void before_the_first_acknowledgement_only_the_transport_holds_back() {
    started();
    FakeViewer viewer = fast();

    emitInPieces(2 * WINDOW);

    assertThat(viewer.seen()).isEqualTo(2 * WINDOW + PROMPT.length());
  }

  @Test
  void after_it_no_more_than_the_window_is_unacknowledged() {
    started();
    FakeViewer viewer = FakeViewer.fast();
    Attachment attachment = terminal.attach(viewer, null, SIZE);
    assertThat(attachment.acknowledge(PROMPT.length())).isTrue();

    emitInPieces(10 * RING);

    assertThat(viewer.seen()).isEqualTo(WINDOW + PROMPT.length());
    assertThat(shell.reading()).isFalse();
    while (attachment.acknowledge(viewer.seen()) && viewer.seen() < 10 * RING + PROMPT.length()) {
      assertThat(viewer.overtaken).isFalse();
    }
    assertThat(viewer.text()).isEqualTo(PROMPT + dots(10 * RING));
  }

  @Test
  void an_acknowledgement_of_what_was_never_sent_is_refused() {
    started();
    Attachment attachment = terminal.attach(FakeViewer.fast(), null, SIZE);

    assertThat(attachment.acknowledge(PROMPT.length() + 1L)).isFalse();
    assertThat(attachment.acknowledge(-1)).isFalse();
  }

  @Test // 5
  void the_exit_is_told_once_and_after_the_last_byte() {
    started();
    FakeViewer slow = stepping();
    FakeViewer quick = fast();
    shell.emit(dots(150));
    shell.end(7);
    assertThat(quick.exit).isEqualTo(7);
    assertThat(slow.exit).isNull();

    slow.catchUp();

    assertThat(slow.exit).isEqualTo(7);
    assertThat(slow.text()).isEqualTo(PROMPT + dots(150));
    assertThat(List.of(slow.exits, quick.exits, ends)).containsOnly(1);
  }

  @Test
  void a_hang_up_is_not_told_as_an_exit() {
    started();
    FakeViewer viewer = fast();

    terminal.close("its container ends");

    assertThat(viewer.hungUp).isTrue();
    assertThat(viewer.exits).isZero();
    assertThat(fast().hungUp).isTrue();
  }

  @Test
  void a_viewer_that_fails_takes_neither_the_shell_nor_another_viewer_with_it() {
    Terminal started = started();
    FakeViewer first = fast();
    FakeViewer broken = fast();
    FakeViewer last = fast();
    broken.broken = true;

    shell.emit("one");
    broken.broken = false;
    shell.emit("two");

    assertThat(first.text()).endsWith("onetwo");
    assertThat(last.text()).endsWith("onetwo");
    assertThat(broken.text()).doesNotContain("one");
    assertThat(started.viewers()).isEqualTo(2);
    assertThat(shell.closed()).isFalse();
  }

  @Test
  void a_detached_viewer_hears_nothing_more() {
    started();
    FakeViewer viewer = FakeViewer.fast();
    Attachment attachment = terminal.attach(viewer, null, SIZE);
    attachment.detach();
    attachment.detach();

    shell.emit("more");
    shell.end(0);

    assertThat(viewer.text()).isEqualTo(PROMPT);
    assertThat(viewer.exits).isZero();
  }

  @Test
  void the_last_viewers_size_is_the_terminals() {
    started();
    Attachment one = terminal.attach(FakeViewer.fast(), null, new TerminalSize(100, 30));
    one.resize(new TerminalSize(100, 30));
    one.resize(new TerminalSize(90, 20));

    assertThat(shell.sizes()).containsExactly("80x24", "100x30", "90x20");
  }

  @Test // 8
  void who_has_seen_another_shell_is_told_and_begins_anew() {
    started();
    FakeViewer first = fast();
    String id = java.util.Objects.requireNonNull(first.start).shell();
    FakeViewer same = FakeViewer.fast();
    FakeViewer other = FakeViewer.fast();

    terminal.attach(same, new Seen(3, id), SIZE);
    terminal.attach(other, new Seen(3, "of another life"), SIZE);

    assertThat(same.start).isEqualTo(new Start(3, id, "", Start.Which.SAME));
    assertThat(other.start).isEqualTo(new Start(0, id, "", Start.Which.ANOTHER));
  }

  @Test // 7
  void a_full_screen_program_draws_anew_for_who_has_not_seen_it() {
    started();
    FakeViewer first = fast();
    shell.emit("\u001b[?1049hdrawn");

    resuming(first.seen());
    assertThat(shell.sizes()).containsExactly("80x24");
    fast();
    assertThat(shell.sizes()).containsExactly("80x24", "80x23", "80x24");
  }

  /** Whatever the order of things, nobody sees a wrong byte, misses one, or waits for nothing. */
  @RepeatedTest(200) // 1, 3, 4
  void any_order_of_output_viewers_and_reconnects_keeps_the_stream_exact(RepetitionInfo info) {
    Random random = new Random(info.getCurrentRepetition());
    started();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(PROMPT.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    List<FakeViewer> viewers = new ArrayList<>();
    List<Attachment> attachments = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      switch (random.nextInt(8)) {
        case 0 -> {
          FakeViewer viewer = random.nextBoolean() ? FakeViewer.stepping() : FakeViewer.fast();
          Long offset =
              viewers.isEmpty() ? null : viewers.get(random.nextInt(viewers.size())).seen();
          attachments.add(
              terminal.attach(viewer, offset == null ? null : new Seen(offset, null), SIZE));
          viewers.add(viewer);
        }
        case 1 -> {
          if (attachments.size() > 2) {
            attachments.get(random.nextInt(attachments.size())).detach();
          }
        }
        case 2, 3 -> {
          if (!viewers.isEmpty()) {
            viewers.get(random.nextInt(viewers.size())).step();
          }
        }
        case 4 -> {
          if (!viewers.isEmpty()) {
            int which = random.nextInt(viewers.size());
            attachments.get(which).acknowledge(viewers.get(which).seen());
          }
        }
        default -> {
          byte[] bytes = new byte[1 + random.nextInt(SLACK)];
          random.nextBytes(bytes);
          all.writeBytes(bytes);
          shell.emit(bytes);
        }
      }
    }
    byte[] expected = all.toByteArray();
    for (int i = 0; i < viewers.size(); i++) {
      FakeViewer viewer = viewers.get(i);
      assertThat(viewer.bytes())
          .isEqualTo(Arrays.copyOfRange(expected, (int) viewer.from, (int) viewer.seen()));
    }
    // The ones that are left can always catch up.
    for (int round = 0; round < 2000; round++) {
      for (int i = 0; i < viewers.size(); i++) {
        viewers.get(i).step();
        attachments.get(i).acknowledge(viewers.get(i).seen());
      }
    }
    FakeViewer last = fast();
    assertThat(last.seen()).isEqualTo(expected.length);
    assertThat(shell.reading()).isTrue();
  }
}

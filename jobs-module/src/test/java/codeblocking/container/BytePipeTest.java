package codeblocking.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InterruptedIOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BytePipeTest {
  @Test
  void a_read_that_is_cut_short_by_a_time_limit_leaves_the_thread_uninterrupted() {
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    try (BytePipe pipe = new BytePipe(16)) {
      Thread reader = Thread.currentThread();
      var unused = timer.schedule(reader::interrupt, 50, TimeUnit.MILLISECONDS);

      assertThatThrownBy(pipe::read).isInstanceOf(InterruptedIOException.class);

      assertThat(Thread.interrupted()).isFalse();
    } finally {
      timer.shutdownNow();
    }
  }
}

package codeblocking.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SpawnsTest {
  private final Spawns spawns = new Spawns(2);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger asked = new AtomicInteger();
  private final List<String> served = new CopyOnWriteArrayList<>();

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  private Future<?> ask(Spawns.For whom, String name) {
    int before = spawns.waiting();
    int number = asked.incrementAndGet();
    Future<?> turn =
        threads.submit(
            () -> {
              spawns.acquire(whom);
              served.add(name);
              return number;
            });
    await().until(() -> spawns.waiting() > before || turn.isDone());
    return turn;
  }

  @Test
  void there_are_as_many_turns_as_cores_and_users_are_served_as_they_came() throws Exception {
    spawns.acquire(Spawns.For.USER);
    spawns.acquire(Spawns.For.USER);
    ask(Spawns.For.USER, "first");
    ask(Spawns.For.USER, "second");
    assertThat(served).isEmpty();

    spawns.release(Spawns.For.USER);
    await().until(() -> served.size() == 1);
    spawns.release(Spawns.For.USER);

    await().untilAsserted(() -> assertThat(served).containsExactly("first", "second"));
  }

  @Test
  void a_user_goes_before_a_refill_that_waits_longer() throws Exception {
    spawns.acquire(Spawns.For.USER);
    spawns.acquire(Spawns.For.USER);
    ask(Spawns.For.POOL, "refill");
    ask(Spawns.For.USER, "user");

    spawns.release(Spawns.For.USER);
    await().until(() -> served.size() == 1);
    spawns.release(Spawns.For.USER);

    await().untilAsserted(() -> assertThat(served).containsExactly("user", "refill"));
  }

  @Test
  void while_a_user_is_served_one_refill_is_under_way_at_most() throws Exception {
    Spawns four = new Spawns(4);
    four.acquire(Spawns.For.USER);
    four.acquire(Spawns.For.POOL);
    Future<?> second =
        threads.submit(
            () -> {
              four.acquire(Spawns.For.POOL);
              return "";
            });
    await().until(() -> four.waiting() == 1);
    assertThat(second.isDone()).isFalse();

    four.release(Spawns.For.USER);

    await().until(second::isDone);
  }

  @Test
  void who_gives_up_keeps_nobody_waiting() throws Exception {
    spawns.acquire(Spawns.For.USER);
    spawns.acquire(Spawns.For.USER);
    Future<?> first = ask(Spawns.For.USER, "first");
    ask(Spawns.For.USER, "second");

    first.cancel(true);
    await().until(() -> spawns.waiting() == 1);
    spawns.release(Spawns.For.USER);

    await().untilAsserted(() -> assertThat(served).containsExactly("second"));
  }
}

package codeblocking.system;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.system.kit.Api;
import codeblocking.system.kit.Await;
import codeblocking.system.kit.EventStream;
import codeblocking.system.kit.TerminalClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What happens is told as it happens, and again to who was away. */
class EventsIT {

  private static final Duration SOON = Duration.ofSeconds(30);

  private final Api tia = Shared.server().as("tia");

  @Test
  void events_arrive_in_order_and_a_reader_who_was_away_gets_what_was_missed() {
    String id = tia.createProject("events");
    try (EventStream whole = tia.events(id, null)) {
      List<String> seen;
      try (EventStream first = tia.events(id, null)) {
        tia.awaitJob(tia.prewarm(id), "SUCCEEDED");
        first.await("something happened", SOON, event -> !event.id().isEmpty());
        seen = first.ids();
      }
      String last = seen.get(seen.size() - 1);
      try (TerminalClient terminal = tia.attach(id)) {
        terminal.run("echo w > work.txt");
        String job = tia.persist(id);
        tia.awaitJob(job, "SUCCEEDED");
        whole.await(
            "the save",
            SOON,
            event -> event.data().contains(job) && event.data().contains("SUCCEEDED"));

        try (EventStream again = tia.events(id, last)) {
          List<String> all = withIds(whole);
          List<String> expected = all.subList(all.indexOf(last) + 1, all.size());
          Await.until("all missed events", SOON, () -> withIds(again).containsAll(expected));
          assertThat(withIds(again).subList(0, expected.size())).isEqualTo(expected);
        }
      }
      List<Long> numbers = withIds(whole).stream().map(Long::parseLong).toList();
      assertThat(numbers).isSorted().doesNotHaveDuplicates();
    }
  }

  private static List<String> withIds(EventStream stream) {
    return stream.ids().stream().filter(each -> !each.isEmpty()).toList();
  }

  @Test
  void nobody_hears_of_somebody_elses_projects() {
    Api uma = Shared.server().as("uma");
    String mine = tia.createProject("mine");
    String hers = uma.createProject("hers");
    try (EventStream stream = tia.events();
        EventStream own = uma.events()) {
      uma.prewarm(hers);
      tia.prewarm(mine);
      stream.await("my own event", SOON, event -> event.data().contains(mine));
      own.await("her own event", SOON, event -> event.data().contains(hers));
      assertThat(stream.events()).noneMatch(event -> event.data().contains(hers));
    }
    assertThat(tia.get("/api/events?project=" + hers, "Accept", "text/event-stream").status())
        .isEqualTo(404);
    tia.stop(mine);
    uma.stop(hers);
  }
}

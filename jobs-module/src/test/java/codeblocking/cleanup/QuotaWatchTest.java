package codeblocking.cleanup;

import static codeblocking.ledger.MemoryLedger.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.container.ContainerRecord;
import codeblocking.container.ContainerRequest;
import codeblocking.container.ContainerState;
import codeblocking.container.FakeContainers;
import codeblocking.container.LiveContainer;
import codeblocking.event.Event;
import codeblocking.job.Job;
import codeblocking.ledger.MemoryLedger;
import codeblocking.project.Project;
import codeblocking.settings.EnvironmentSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing but this bounds what many files take of the disk. */
@SuppressWarnings("NullAway.Init")
class QuotaWatchTest {
  private static final long QUOTA = 1000;

  @TempDir Path directory;
  private MemoryLedger ledger;
  private FakeContainers containers;
  private ReprievesKit kit;
  private QuotaWatch watch;
  private Project project;
  private long bytes;
  private int counts;

  @BeforeEach
  void open() throws Exception {
    ledger = new MemoryLedger();
    containers = new FakeContainers(directory, ledger.clock);
    kit = new ReprievesKit(ledger);
    watch =
        new QuotaWatch(
            kit.activity,
            new QuotaWatch.Ports(
                ledger.ports.containers(), containers, ledger.ports.jobs(), ledger.ports.events()),
            (asked, enough) -> {
              counts++;
              return bytes;
            },
            new QuotaRule(QUOTA),
            ledger.clock);
    project = ledger.aProject(null);
    LiveContainer live =
        containers.start(
            new ContainerRequest(
                project.id(), ALICE, new EnvironmentSettings("base", "image", 64 << 20, 1, 64, 0)));
    ledger
        .ports
        .containers()
        .put(
            new ContainerRecord(
                project.id(),
                ALICE,
                live.id(),
                live.name(),
                live.image(),
                "base",
                ContainerState.RUNNING,
                false,
                live.startedAt(),
                1,
                ledger.clock.instant(),
                null));
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private void look() {
    kit.meters.cpuNanos += Duration.ofSeconds(5).toNanos();
    kit.activity.look();
    watch.look();
    ledger.clock.advance(Duration.ofSeconds(5));
  }

  private List<Event> notices() {
    return ledger.ports.events().after(0, project.id(), 10_000).stream()
        .filter(event -> event.type().equals("notice"))
        .toList();
  }

  @Test
  void what_is_within_its_quota_is_nobodys_concern() throws Exception {
    bytes = QUOTA;
    look();
    assertThat(notices()).isEmpty();
    assertThat(containers.find(project.id()).orElseThrow().paused()).isFalse();
  }

  @Test
  void over_the_quota_the_user_is_told_once() {
    bytes = QUOTA + 1;
    look();
    look();
    assertThat(notices())
        .singleElement()
        .satisfies(event -> assertThat(event.data()).containsEntry("kind", "quota"));
    assertThat(ledger.ports.jobs().active(project.id())).isEmpty();
  }

  @Test
  void over_twice_the_quota_whatever_writes_is_stopped_at_once() throws Exception {
    bytes = 2 * QUOTA + 1;
    look();
    assertThat(containers.find(project.id()).orElseThrow().paused()).isTrue();
    assertThat(ledger.ports.jobs().active(project.id()))
        .extracting(Job::payload)
        .singleElement()
        .satisfies(payload -> assertThat(payload).containsEntry("reason", "quota"));
    assertThat(notices()).hasSize(1);
  }

  @Test
  void where_nothing_works_nothing_is_counted_again() {
    look();
    int before = counts;
    ledger.clock.advance(Duration.ofMinutes(1));
    kit.activity.look();
    watch.look();
    assertThat(counts).isEqualTo(before);
  }
}

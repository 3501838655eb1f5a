package codeblocking.cleanup;

import static codeblocking.ledger.MemoryLedger.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import codeblocking.container.ContainerId;
import codeblocking.container.ContainerRecord;
import codeblocking.container.ContainerState;
import codeblocking.job.Handler;
import codeblocking.job.Job;
import codeblocking.job.JobKind;
import codeblocking.job.JobRequest;
import codeblocking.job.JobState;
import codeblocking.job.NeedsPerson;
import codeblocking.job.Work;
import codeblocking.ledger.MemoryLedger;
import codeblocking.project.Project;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The stop follows from a save that came through, and from nothing else. */
@SuppressWarnings("NullAway.Init")
class GraceAfterSaveTest {
  private static final Duration GRACE = Duration.ofSeconds(5);

  private MemoryLedger ledger;

  @BeforeEach
  void open() {
    ledger = new MemoryLedger();
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private Project running() {
    Project project = ledger.aProject(null);
    ledger
        .ports
        .containers()
        .put(
            new ContainerRecord(
                project.id(),
                ALICE,
                new ContainerId("c"),
                "cb",
                "image",
                "base",
                ContainerState.RUNNING,
                false,
                ledger.clock.instant(),
                1,
                ledger.clock.instant(),
                null));
    return project;
  }

  /** A save that ends as the test wants. */
  private interface Saves {
    Handler.Success run() throws NeedsPerson;
  }

  private void save(Project project, String trigger, Saves body) throws Exception {
    Handler persist =
        new Handler() {
          @Override
          public JobKind kind() {
            return JobKind.PERSIST;
          }

          @Override
          public Success handle(Work work) throws NeedsPerson {
            return body.run();
          }
        };
    new GraceAfterSave(
            persist, ledger.ports.jobs(), ledger.ports.sessions(), ledger.ports.containers(), GRACE)
        .handle(
            ledger.claimed(
                JobRequest.of(JobKind.PERSIST, project.id(), null).with("trigger", trigger)));
  }

  private List<Job> stops(Project project) {
    return ledger.ports.jobs().active(project.id()).stream()
        .filter(job -> job.kind() == JobKind.STOP)
        .toList();
  }

  @Test
  void after_the_save_at_disconnect_a_stop_waits_for_the_grace() throws Exception {
    Project project = running();
    save(project, "disconnect", () -> Handler.Success.done("saved"));
    assertThat(stops(project))
        .singleElement()
        .satisfies(
            stop -> {
              assertThat(stop.state()).isEqualTo(JobState.SCHEDULED);
              assertThat(stop.runAt()).isEqualTo(ledger.clock.instant().plus(GRACE));
            });
  }

  @Test
  void a_save_that_failed_leaves_no_stop() {
    Project project = running();
    assertThatThrownBy(
            () ->
                save(
                    project,
                    "disconnect",
                    () -> {
                      throw new NeedsPerson("401", null);
                    }))
        .isInstanceOf(NeedsPerson.class);
    assertThat(stops(project)).isEmpty();
  }

  @Test
  void a_save_by_hand_stops_nothing() throws Exception {
    Project project = running();
    save(project, "manual", () -> Handler.Success.done("saved"));
    assertThat(stops(project)).isEmpty();
  }

  @Test
  void somebody_who_is_back_already_is_not_stopped() throws Exception {
    Project project = running();
    ledger.ports.sessions().open(project.id(), ALICE, "main");
    save(project, "disconnect", () -> Handler.Success.done("saved"));
    assertThat(stops(project)).isEmpty();
  }
}

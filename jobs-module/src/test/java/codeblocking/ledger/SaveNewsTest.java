package codeblocking.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.event.Event;
import codeblocking.job.JobKind;
import codeblocking.job.JobRequest;
import codeblocking.job.Work;
import codeblocking.project.Project;
import codeblocking.save.Save;
import codeblocking.save.SaveState;
import codeblocking.save.SaveTrigger;
import codeblocking.save.Skipped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever follows the feed knows what a badge has to say, the time of the next try included. */
final class SaveNewsTest {
  private final MemoryLedger ledger = new MemoryLedger();

  @AfterEach
  void close() {
    ledger.close();
  }

  private Save save(Project project, Work work, SaveState state) {
    Save save =
        new Save(
            UUID.randomUUID(),
            project.id(),
            work.job().id(),
            "c".repeat(40),
            "a".repeat(40),
            "fingerprint",
            "refs/heads/main",
            ledger.clock.instant(),
            SaveTrigger.DISCONNECT,
            state,
            "Saved.",
            3,
            List.of(new Skipped("pipe", "a FIFO cannot be saved")));
    ledger.ports.saves().put(save);
    return save;
  }

  private List<Event> saves(Project project) {
    return ledger.ports.events().after(0, project.id(), 100).stream()
        .filter(event -> event.type().equals("save"))
        .toList();
  }

  @Test
  void a_save_is_told_with_its_commit_its_ref_and_how_much_it_left_out() {
    Project project = ledger.aProject(null);
    Save save = save(project, ledger.claimed(JobKind.PERSIST, project), SaveState.SAVED);
    assertThat(saves(project)).hasSize(1);
    assertThat(saves(project).get(0).data())
        .containsEntry("commit", save.commit())
        .containsEntry("ref", "refs/heads/main")
        .containsEntry("state", "saved")
        .containsEntry("skipped", "1")
        .containsEntry("savedAt", save.at().toString())
        .doesNotContainKey("retryAt");
  }

  @Test
  void a_push_that_is_tried_again_is_told_with_the_time_of_the_next_try() {
    Project project = ledger.aProject(null);
    Work work = ledger.claimed(JobKind.PERSIST, project);
    Save save = save(project, work, SaveState.SAVED_LOCALLY);
    Instant failed = ledger.clock.instant();
    var unused = ledger.againAfterFailure(work);
    Event told = saves(project).get(1);
    assertThat(told.data())
        .containsEntry("state", "savedLocally")
        .containsEntry("commit", save.commit());
    assertThat(Instant.parse(told.data().get("retryAt")))
        .isAfter(failed)
        .isBefore(failed.plus(Duration.ofMinutes(1)));
    assertThat(told.reason()).isEqualTo("not yet");
  }

  @Test
  void what_was_never_read_from_the_workspace_is_no_save_that_waits() {
    Project project = ledger.aProject(null);
    var unused = ledger.againAfterFailure(ledger.claimed(JobKind.PERSIST, project));
    assertThat(saves(project)).isEmpty();
  }

  @Test
  void a_job_for_later_is_told_with_its_time() {
    Project project = ledger.aProject(null);
    var unused =
        ledger
            .ports
            .jobs()
            .enqueue(JobRequest.of(JobKind.STOP, project.id(), null).after(Duration.ofSeconds(5)));
    Event accepted =
        ledger.ports.events().after(0, project.id(), 100).stream()
            .filter(event -> event.type().equals("job"))
            .findFirst()
            .orElseThrow();
    assertThat(accepted.data())
        .containsEntry("runAt", ledger.clock.instant().plusSeconds(5).toString());
  }
}

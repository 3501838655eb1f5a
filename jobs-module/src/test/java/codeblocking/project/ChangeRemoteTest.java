package codeblocking.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import codeblocking.job.Job;
import codeblocking.job.JobId;
import codeblocking.job.JobKind;
import codeblocking.job.JobRequest;
import codeblocking.job.JobState;
import codeblocking.job.NeedsPerson;
import codeblocking.ledger.MemoryLedger;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChangeRemoteTest {
  private static final String OTHER = "https://git.example/other.git";

  private final MemoryLedger ledger = new MemoryLedger();
  private final ChangeRemote change =
      new ChangeRemote(
          ledger.ports.projects(),
          ledger.ports.jobs(),
          url -> {
            if (!url.startsWith("https://")) {
              throw new IllegalArgumentException("The address is no https address.");
            }
            return URI.create(url);
          });

  @AfterEach
  void close() {
    ledger.close();
  }

  private Job change(Project project) {
    return change.change(
        project,
        MemoryLedger.ALICE,
        JobRequest.of(JobKind.PERSIST, project.id(), MemoryLedger.ALICE),
        OTHER);
  }

  private String remote(Project project) {
    return String.valueOf(ledger.ports.projects().find(project.id()).orElseThrow().remoteUrl());
  }

  @Test
  void work_goes_there_with_a_save_at_once() {
    Project project = ledger.aProject(null);
    Job job = change(project);
    assertThat(remote(project)).isEqualTo(OTHER);
    assertThat(job.kind()).isEqualTo(JobKind.PERSIST);
    assertThat(job.state()).isEqualTo(JobState.READY);
  }

  @Test
  void an_import_that_failed_is_tried_from_there() {
    Project project = ledger.aProject(new ImportProgress(ImportState.FAILED, null, "no"));
    JobId dead =
        ledger.ports.jobs().enqueue(JobRequest.of(JobKind.IMPORT, project.id(), null)).id();
    var claim = ledger.ports.claims().claim(dead).orElseThrow();
    ledger.ports.claims().needsPerson(claim, new NeedsPerson("no such repository", null));

    Job job = change(project);

    assertThat(job.id()).isEqualTo(dead);
    assertThat(job.state()).isEqualTo(JobState.READY);
    assertThat(remote(project)).isEqualTo(OTHER);
  }

  @Test
  void an_import_that_waits_takes_the_new_address() {
    Project project = ledger.aProject(new ImportProgress(ImportState.QUEUED, null, null));
    Job waiting = ledger.ports.jobs().enqueue(JobRequest.of(JobKind.IMPORT, project.id(), null));
    assertThat(change(project).id()).isEqualTo(waiting.id());
  }

  @Test
  void an_address_that_no_project_may_have_changes_nothing() {
    Project project = ledger.aProject(null);
    assertThatThrownBy(
            () ->
                change.change(
                    project,
                    MemoryLedger.ALICE,
                    JobRequest.of(JobKind.PERSIST, project.id(), null),
                    "file:///etc"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("remoteUrl");
    assertThat(ledger.ports.projects().find(project.id()).orElseThrow().remoteUrl()).isNull();
    assertThat(ledger.ports.jobs().active(project.id())).isEmpty();
  }
}

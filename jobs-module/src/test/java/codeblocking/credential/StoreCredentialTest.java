package codeblocking.credential;

import static codeblocking.ledger.MemoryLedger.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.job.Claim;
import codeblocking.job.JobFilter;
import codeblocking.job.JobId;
import codeblocking.job.JobKind;
import codeblocking.job.JobRequest;
import codeblocking.job.JobState;
import codeblocking.job.NeedsPerson;
import codeblocking.ledger.MemoryLedger;
import codeblocking.project.Author;
import codeblocking.project.Project;
import codeblocking.project.ProjectId;
import codeblocking.project.UserId;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A new credential lets go on what had given up for the want of it (S4). */
@SuppressWarnings("NullAway.Init")
class StoreCredentialTest {
  private static final UserId BOB = new UserId("bob");
  private static final Credential CREDENTIAL = new Credential("x", "secret");

  private MemoryLedger ledger;
  private StoreCredential store;

  @BeforeEach
  void open() {
    ledger = new MemoryLedger();
    store =
        new StoreCredential(
            ledger.ports.credentials(),
            ledger.ports.projects(),
            ledger.ports.jobs(),
            url -> Optional.of(URI.create(url).getAuthority()));
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private ProjectId aProject(UserId owner, @Nullable String remoteUrl) {
    Project project =
        new Project(
            ProjectId.random(),
            owner,
            new Author("A", "a@example.com"),
            "Demo",
            "base",
            remoteUrl,
            "main",
            null,
            ledger.clock.instant());
    ledger.ports.projects().add(project);
    return project.id();
  }

  private JobId dead(JobKind kind, ProjectId project) {
    Claim claim = running(kind, project);
    gaveUp(claim);
    return claim.job().id();
  }

  private Claim running(JobKind kind, ProjectId project) {
    JobId id = ledger.ports.jobs().enqueue(JobRequest.of(kind, project, null)).id();
    return ledger.ports.claims().claim(id).orElseThrow();
  }

  private void gaveUp(Claim claim) {
    assertThat(ledger.ports.claims().needsPerson(claim, new NeedsPerson("401", null))).isTrue();
  }

  private JobState state(JobId job) {
    return ledger.ports.jobs().find(job).orElseThrow().state();
  }

  @ParameterizedTest
  @EnumSource(
      value = JobKind.class,
      names = {"PERSIST", "IMPORT", "FETCH"})
  void what_needs_the_host_goes_on_and_says_why(JobKind kind) {
    JobId job = dead(kind, aProject(ALICE, "https://git.example/a.git"));
    store.store(ALICE, "git.example", CREDENTIAL);
    assertThat(ledger.ports.credentials().find(ALICE, "git.example")).contains(CREDENTIAL);
    assertThat(state(job)).isEqualTo(JobState.READY);
    assertThat(ledger.ports.jobs().detail(job).orElseThrow().events())
        .last()
        .satisfies(event -> assertThat(event.actor()).isEqualTo("alice"))
        .satisfies(
            event ->
                assertThat(event.reason()).isEqualTo("a credential for git.example was stored"));
  }

  @Test
  void what_ran_without_it_when_it_was_stored_goes_on_once_it_has_given_up() {
    Claim claim = running(JobKind.PERSIST, aProject(ALICE, "https://git.example/a.git"));
    JobId job = claim.job().id();
    store.store(ALICE, "git.example", CREDENTIAL);
    store.heard(job, JobState.RUNNING);
    gaveUp(claim);
    store.heard(job, JobState.DEAD);
    assertThat(state(job)).isEqualTo(JobState.READY);

    gaveUp(ledger.ports.claims().claim(job).orElseThrow());
    store.heard(job, JobState.DEAD);
    assertThat(state(job)).as("it knew the credential").isEqualTo(JobState.DEAD);
  }

  @Test
  void what_runs_for_another_host_and_gives_up_stays_dead() {
    Claim claim = running(JobKind.PERSIST, aProject(ALICE, "https://other.example/a.git"));
    store.store(ALICE, "git.example", CREDENTIAL);
    gaveUp(claim);
    store.heard(claim.job().id(), JobState.DEAD);
    assertThat(state(claim.job().id())).isEqualTo(JobState.DEAD);
  }

  @Test
  void another_port_is_another_host() {
    JobId job = dead(JobKind.PERSIST, aProject(ALICE, "https://git.example:8443/a.git"));
    store.store(ALICE, "git.example", CREDENTIAL);
    assertThat(state(job)).isEqualTo(JobState.DEAD);
    store.store(ALICE, "git.example:8443", CREDENTIAL);
    assertThat(state(job)).isEqualTo(JobState.READY);
  }

  @Test
  void what_needs_no_remote_stays_dead() {
    JobId stop = dead(JobKind.STOP, aProject(ALICE, "https://git.example/a.git"));
    JobId builtIn = dead(JobKind.PERSIST, aProject(ALICE, null));
    store.store(ALICE, "git.example", CREDENTIAL);
    assertThat(state(stop)).isEqualTo(JobState.DEAD);
    assertThat(state(builtIn)).isEqualTo(JobState.DEAD);
  }

  @Test
  void another_users_jobs_stay_dead() {
    JobId job = dead(JobKind.PERSIST, aProject(BOB, "https://git.example/a.git"));
    store.store(ALICE, "git.example", CREDENTIAL);
    assertThat(state(job)).isEqualTo(JobState.DEAD);
  }

  @Test
  void all_of_many_go_on() {
    for (int i = 0; i < 120; i++) {
      dead(JobKind.PERSIST, aProject(ALICE, "https://git.example/a.git"));
    }
    store.store(ALICE, "git.example", CREDENTIAL);
    assertThat(ledger.ports.jobs().countByState(JobFilter.ALL, ALICE))
        .doesNotContainKey(JobState.DEAD);
  }
}

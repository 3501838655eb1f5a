package codeblocking.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import codeblocking.SettableClock;
import codeblocking.container.ContainerId;
import codeblocking.container.ContainerRecord;
import codeblocking.container.ContainerRecords;
import codeblocking.container.ContainerState;
import codeblocking.credential.Credential;
import codeblocking.credential.Seal;
import codeblocking.event.Event;
import codeblocking.job.Begun;
import codeblocking.job.Claim;
import codeblocking.job.Handler.Success;
import codeblocking.job.Job;
import codeblocking.job.JobFilter;
import codeblocking.job.JobId;
import codeblocking.job.JobKind;
import codeblocking.job.JobQuery;
import codeblocking.job.JobRequest;
import codeblocking.job.JobState;
import codeblocking.job.Lane;
import codeblocking.job.NeedsPerson;
import codeblocking.job.QueueFull;
import codeblocking.job.QueueStatus;
import codeblocking.job.RetryLater;
import codeblocking.job.Ring;
import codeblocking.job.StateConflict;
import codeblocking.page.Page;
import codeblocking.project.Author;
import codeblocking.project.Project;
import codeblocking.project.ProjectId;
import codeblocking.project.UserId;
import codeblocking.queue.Doorbell;
import codeblocking.save.Save;
import codeblocking.save.SaveState;
import codeblocking.save.SaveTrigger;
import codeblocking.save.Skipped;
import codeblocking.session.BeingStopped;
import codeblocking.session.Session;
import codeblocking.settings.Settings;
import codeblocking.timeline.Snapshots;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the ledger promises, on every database that it runs on. */
@SuppressWarnings("NullAway.Init")
abstract class LedgerContract {
  private static final UserId ALICE = new UserId("alice");
  private static final UserId OPERATOR = new UserId("olga");
  private static final Seal SEAL = new Seal(new byte[32]);

  private final SettableClock clock = new SettableClock();
  private final List<Ring> rings = java.util.Collections.synchronizedList(new ArrayList<>());
  private Ledger ledger;
  private LedgerPorts ports;

  /** An empty database. */
  abstract Settings.Database database();

  @BeforeEach
  void open() {
    ledger = Ledger.open(database());
    ports = ports("node", "life-1");
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private LedgerPorts ports(String node, String life) {
    return LedgerPorts.of(ledger, clock, rings::add, SEAL, new LedgerPorts.Node(node, life, 20));
  }

  private ProjectId aProject() {
    ProjectId id = ProjectId.random();
    ports
        .projects()
        .add(
            new Project(
                id,
                ALICE,
                new Author("Alice", "alice@example.com"),
                "Demo",
                "base",
                null,
                "main",
                null,
                clock.instant()));
    return id;
  }

  private Job enqueue(JobKind kind, ProjectId project) {
    return ports.jobs().enqueue(JobRequest.of(kind, project, ALICE));
  }

  private Claim claimed(Job job) {
    return ports.claims().claim(job.id()).orElseThrow();
  }

  private JobState state(Job job) {
    return ports.jobs().find(job.id()).orElseThrow().state();
  }

  @Test
  void an_accepted_job_is_rung_after_its_commit() {
    Job job = enqueue(JobKind.PREWARM, aProject());
    assertThat(job.state()).isEqualTo(JobState.READY);
    assertThat(rings).containsExactly(new Ring(job.id(), Lane.PREWARM, Duration.ZERO));
  }

  @Test
  void any_number_of_prewarms_are_one_job() {
    ProjectId project = aProject();
    Job first = enqueue(JobKind.PREWARM, project);
    claimed(first);
    assertThat(enqueue(JobKind.PREWARM, project).id()).isEqualTo(first.id());
  }

  @Test
  void many_at_once_are_still_one_job() throws Exception {
    ProjectId project = aProject();
    Set<JobId> ids = new HashSet<>();
    for (Job job : atOnce(12, () -> enqueue(JobKind.PREWARM, project))) {
      ids.add(job.id());
    }
    assertThat(ids).hasSize(1);
  }

  @Test
  void a_job_is_claimed_once_however_often_it_is_rung() throws Exception {
    Job job = enqueue(JobKind.PERSIST, aProject());
    List<Optional<Claim>> claims = atOnce(8, () -> ports.claims().claim(job.id()));
    assertThat(claims.stream().filter(Optional::isPresent)).hasSize(1);
  }

  private static <T> List<T> atOnce(int threads, Callable<T> call) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> future : executor.invokeAll(java.util.Collections.nCopies(threads, call))) {
        results.add(future.get());
      }
      return results;
    } finally {
      executor.shutdown();
    }
  }

  @Test
  void a_persist_during_a_running_one_is_a_second_job_and_a_third_joins_it() {
    ProjectId project = aProject();
    Job running = enqueue(JobKind.PERSIST, project);
    claimed(running);
    Job waiting = enqueue(JobKind.PERSIST, project);
    assertThat(waiting.id()).isNotEqualTo(running.id());
    assertThat(enqueue(JobKind.PERSIST, project).id()).isEqualTo(waiting.id());
  }

  @Test
  void a_persist_that_retries_a_pinned_commit_does_not_swallow_a_new_request() {
    ProjectId project = aProject();
    Job first = enqueue(JobKind.PERSIST, project);
    Claim claim = claimed(first);
    ports.saves().put(aSave(project, first.id(), SaveState.SAVED_LOCALLY));
    ports.claims().retryLater(claim, new RetryLater("remote away", null));
    Job second = enqueue(JobKind.PERSIST, project);
    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(ports.claims().claim(second.id())).as("waits for the pinned one").isEmpty();
    assertThat(state(second)).isEqualTo(JobState.BLOCKED);
  }

  @Test
  void a_busy_project_blocks_the_next_job_and_whoever_finishes_rings_it() {
    ProjectId project = aProject();
    Job persist = enqueue(JobKind.PERSIST, project);
    Claim running = claimed(persist);
    Job stop = enqueue(JobKind.STOP, project);
    assertThat(ports.claims().claim(stop.id())).isEmpty();
    assertThat(state(stop)).isEqualTo(JobState.BLOCKED);
    assertThat(ports.jobs().find(stop.id()).orElseThrow().waitingFor())
        .contains(persist.id().toString());
    rings.clear();
    assertThat(ports.claims().succeed(running, Success.done("saved"))).isTrue();
    assertThat(rings).extracting(Ring::job).containsExactly(stop.id());
    assertThat(ports.claims().claim(stop.id())).isPresent();
  }

  @Test
  void a_slow_save_keeps_no_terminal_waiting() {
    ProjectId project = aProject();
    claimed(enqueue(JobKind.PERSIST, project));
    assertThat(ports.claims().claim(enqueue(JobKind.PREWARM, project).id())).isPresent();
  }

  @Test
  void a_delayed_job_waits_for_its_time() {
    Job stop =
        ports
            .jobs()
            .enqueue(JobRequest.of(JobKind.STOP, aProject(), null).after(Duration.ofSeconds(5)));
    assertThat(stop.state()).isEqualTo(JobState.SCHEDULED);
    assertThat(rings.get(0).delay()).isEqualTo(Duration.ofSeconds(5));
    assertThat(ports.claims().claim(stop.id())).isEmpty();
    clock.advance(Duration.ofSeconds(5));
    assertThat(ports.claims().claim(stop.id())).isPresent();
  }

  @Test
  void a_worker_that_lost_its_lease_has_no_further_effect() {
    Job job = enqueue(JobKind.PERSIST, aProject());
    Claim stale = claimed(job);
    clock.advance(Duration.ofSeconds(20));
    assertThat(ports.claims().recoverLost()).isEqualTo(1);
    Claim next = claimed(job);
    assertThat(ports.claims().holds(stale)).isFalse();
    assertThat(ports.claims().succeed(stale, Success.done("late"))).isFalse();
    assertThat(ports.claims().phases(stale, begun("push"))).isFalse();
    assertThat(ports.claims().succeed(next, Success.done("in time"))).isTrue();
    assertThat(state(job)).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void a_heartbeat_keeps_the_lease() {
    Claim claim = claimed(enqueue(JobKind.PERSIST, aProject()));
    clock.advance(Duration.ofSeconds(10));
    assertThat(ports.claims().heartbeat(List.of(claim))).containsExactly(claim);
    clock.advance(Duration.ofSeconds(10));
    assertThat(ports.claims().recoverLost()).isZero();
    assertThat(ports.claims().holds(claim)).isTrue();
  }

  @Test
  void a_restarted_node_takes_its_own_jobs_up_again_at_once() {
    Job job = enqueue(JobKind.PERSIST, aProject());
    claimed(job);
    assertThat(ports("node", "life-2").claims().recoverOwn()).isEqualTo(1);
    assertThat(state(job)).isEqualTo(JobState.READY);
    assertThat(ports.jobs().find(job.id()).orElseThrow().attempt())
        .as("lost is not failed")
        .isZero();
  }

  @Test
  void a_job_whose_worker_vanishes_again_and_again_is_dead() {
    Job job = enqueue(JobKind.PREWARM, aProject());
    for (int loss = 0; loss < 4; loss++) {
      claimed(job);
      clock.advance(Duration.ofSeconds(20));
      ports.claims().recoverLost();
    }
    assertThat(state(job)).isEqualTo(JobState.DEAD);
  }

  @Test
  void a_transient_failure_is_retried_later_and_says_when() {
    Job job = enqueue(JobKind.PERSIST, aProject());
    ports.claims().retryLater(claimed(job), new RetryLater("the remote answered 503", null));
    Job failed = ports.jobs().find(job.id()).orElseThrow();
    assertThat(failed.state()).isEqualTo(JobState.RETRYING);
    assertThat(failed.error()).contains("503");
    assertThat(failed.waitingFor()).contains("next try");
    assertThat(failed.runAt()).isAfter(clock.instant());
  }

  @Test
  void the_other_sides_retry_after_is_heeded() {
    Job job = enqueue(JobKind.PERSIST, aProject());
    Duration asked = Duration.ofSeconds(90);
    ports.claims().retryLater(claimed(job), new RetryLater("429", null, Optional.of(asked)));
    assertThat(ports.jobs().find(job.id()).orElseThrow().runAt())
        .isEqualTo(clock.instant().plus(asked));
  }

  @Test
  void what_waits_on_a_host_says_so_and_goes_on_when_it_is_back() {
    Job job = enqueue(JobKind.PERSIST, aProject());
    Job other = enqueue(JobKind.PERSIST, aProject());
    ports.claims().retryLater(claimed(job), RetryLater.away("git.host", "refused", null));
    ports.claims().retryLater(claimed(other), RetryLater.away("other.host", "refused", null));
    assertThat(ports.jobs().find(job.id()).orElseThrow().waitingFor())
        .contains("git.host to answer")
        .contains("next try");
    rings.clear();

    assertThat(ports.claims().goOn("git.host")).isEqualTo(1);

    assertThat(state(job)).isEqualTo(JobState.READY);
    assertThat(rings).extracting(Ring::job).containsExactly(job.id());
    assertThat(state(other)).isEqualTo(JobState.RETRYING);
    assertThat(ports.claims().goOn("git.host")).isZero();
  }

  @Test
  void a_job_put_off_without_a_try_has_none_counted_and_still_ends() {
    Job job = enqueue(JobKind.IMPORT, aProject());
    for (int i = 0; i < 30; i++) {
      ports
          .claims()
          .retryLater(
              claimed(job), RetryLater.knownAway("git.host", "away", Duration.ofMinutes(3)));
      clock.advance(Duration.ofMinutes(4));
    }
    Job waiting = ports.jobs().find(job.id()).orElseThrow();
    assertThat(waiting.state()).isEqualTo(JobState.RETRYING);
    assertThat(waiting.attempt()).isZero();

    ports
        .claims()
        .retryLater(claimed(job), RetryLater.knownAway("git.host", "away", Duration.ofMinutes(3)));
    assertThat(state(job)).as("after its two hours").isEqualTo(JobState.DEAD);
    assertThat(ports.claims().goOn("git.host")).as("and its host's return").isEqualTo(1);
  }

  @Test
  void tries_end_and_a_retry_by_hand_begins_anew() {
    Job job = enqueue(JobKind.PREWARM, aProject());
    exhaust(job);
    assertThat(state(job)).isEqualTo(JobState.DEAD);
    ports.jobs().retry(job.id(), OPERATOR, "image is there now");
    ports.claims().retryLater(claimed(job), new RetryLater("once more", null));
    assertThat(state(job)).isEqualTo(JobState.RETRYING);
  }

  private void exhaust(Job job) {
    for (int attempt = 0; attempt < 5; attempt++) {
      ports.claims().retryLater(claimed(job), new RetryLater("engine down", null));
      clock.advance(Duration.ofSeconds(6));
    }
  }

  @Test
  void what_needs_a_person_is_dead_with_the_reason_until_a_later_save_comes_through() {
    ProjectId project = aProject();
    Job dead = enqueue(JobKind.PERSIST, project);
    ports.claims().needsPerson(claimed(dead), new NeedsPerson("401: no credential", null));
    assertThat(state(dead)).isEqualTo(JobState.DEAD);
    assertThat(ports.jobs().find(dead.id()).orElseThrow().error()).contains("401");
    clock.advance(Duration.ofSeconds(1));
    Job next = enqueue(JobKind.PERSIST, project);
    ports.claims().succeed(claimed(next), Success.done("saved"));
    assertThat(state(dead)).isEqualTo(JobState.SUPERSEDED);
  }

  @Test
  void a_worker_that_is_interrupted_while_it_writes_takes_the_ledger_from_nobody() {
    ProjectId project = aProject();
    Thread.currentThread().interrupt();
    try {
      enqueue(JobKind.PERSIST, project);
    } catch (LedgerUnavailable e) {
      // Its own write may fail.
    } finally {
      boolean unused = Thread.interrupted();
    }
    assertThat(enqueue(JobKind.PERSIST, aProject()).state()).isEqualTo(JobState.READY);
  }

  @Test
  void an_interrupted_job_is_given_back_without_a_try_counted() {
    Job job = enqueue(JobKind.PERSIST, aProject());
    ports.claims().giveBack(claimed(job), "the server is stopping");
    Job back = ports.jobs().find(job.id()).orElseThrow();
    assertThat(back.state()).isEqualTo(JobState.READY);
    assertThat(back.attempt()).isZero();
  }

  @Test
  void doorbells_are_rung_again_until_the_job_is_claimed_ever_more_rarely() {
    Job job = enqueue(JobKind.PERSIST, aProject());
    assertThat(ports.claims().due(10)).isEmpty();
    clock.advance(Duration.ofSeconds(3));
    assertThat(ports.claims().due(10)).extracting(Ring::job).containsExactly(job.id());
    assertThat(ports.claims().due(10)).isEmpty();
    clock.advance(Duration.ofSeconds(5));
    assertThat(ports.claims().due(10)).hasSize(1);
    claimed(job);
    clock.advance(Duration.ofMinutes(10));
    assertThat(ports.claims().due(10)).isEmpty();
  }

  @Test
  void a_paused_lane_starts_nothing_and_goes_on_when_resumed() {
    Job job = enqueue(JobKind.PERSIST, aProject());
    ports.jobs().pause(Lane.PERSIST, OPERATOR, "remote maintenance");
    assertThat(ports.claims().claim(job.id())).isEmpty();
    assertThat(ports.jobs().find(job.id()).orElseThrow().waitingFor())
        .contains("remote maintenance");
    ports.jobs().resume(Lane.PERSIST, OPERATOR);
    assertThat(ports.claims().due(10)).extracting(Ring::job).containsExactly(job.id());
    assertThat(ports.claims().claim(job.id())).isPresent();
  }

  @Test
  void a_full_lane_refuses_all_but_saves() {
    for (int i = 0; i < 20; i++) {
      enqueue(JobKind.PREWARM, aProject());
    }
    assertThatThrownBy(() -> enqueue(JobKind.PREWARM, aProject())).isInstanceOf(QueueFull.class);
    for (int i = 0; i < 21; i++) {
      assertThat(enqueue(JobKind.PERSIST, aProject()).state()).isEqualTo(JobState.READY);
    }
  }

  @Test
  void cancelling_ends_a_waiting_job_and_asks_a_running_one() {
    ProjectId project = aProject();
    Job waiting = enqueue(JobKind.FETCH, project);
    assertThat(ports.jobs().cancel(waiting.id(), ALICE, "changed my mind").state())
        .isEqualTo(JobState.CANCELLED);
    assertThatThrownBy(() -> ports.jobs().cancel(waiting.id(), ALICE, "again"))
        .isInstanceOf(StateConflict.class);
    Claim running = claimed(enqueue(JobKind.PERSIST, project));
    ports.jobs().cancel(running.job().id(), ALICE, "stop it");
    assertThat(ports.claims().cancelRequested(running)).isTrue();
  }

  @Test
  void only_a_dead_job_is_resolved() {
    Job job = enqueue(JobKind.PERSIST, aProject());
    assertThatThrownBy(() -> ports.jobs().resolve(job.id(), OPERATOR, "no"))
        .isInstanceOf(StateConflict.class)
        .hasMessageContaining("DEAD");
    ports.claims().needsPerson(claimed(job), new NeedsPerson("gone", null));
    assertThat(ports.jobs().resolve(job.id(), OPERATOR, "repository was deleted").state())
        .isEqualTo(JobState.RESOLVED);
  }

  private List<Begun> begun(String phase) {
    return List.of(new Begun(phase, clock.instant()));
  }

  @Test
  void the_detail_tells_attempts_phases_and_history() {
    Job job = enqueue(JobKind.PERSIST, aProject());
    Claim claim = claimed(job);
    ports.claims().phases(claim, begun("snapshot"));
    clock.advance(Duration.ofMillis(40));
    ports
        .claims()
        .phases(
            claim,
            List.of(
                new Begun("commit", clock.instant()),
                new Begun("push", clock.instant().plusMillis(7))));
    ports.claims().succeed(claim, Success.done("saved"));
    var detail = ports.jobs().detail(job.id()).orElseThrow();
    assertThat(detail.attempts()).hasSize(1);
    assertThat(detail.attempts().get(0).result()).isEqualTo("OK");
    assertThat(detail.phases())
        .extracting(phase -> phase.name())
        .containsExactly("snapshot", "commit", "push");
    assertThat(detail.phases()).extracting(phase -> phase.millis()).startsWith(40L, 7L);
    assertThat(detail.events()).extracting(Event::to).contains("READY", "RUNNING", "SUCCEEDED");
  }

  @Test
  void lists_page_newest_first_without_gap_or_double() {
    List<JobId> made = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      made.add(0, enqueue(JobKind.FETCH, aProject()).id());
      clock.advance(Duration.ofMillis(i % 2));
    }
    List<JobId> seen = new ArrayList<>();
    String cursor = null;
    do {
      Page<Job> page =
          ports.jobs().list(new JobQuery(JobFilter.ALL.kind(JobKind.FETCH), ALICE, cursor, 3));
      page.items().forEach(job -> seen.add(job.id()));
      cursor = page.next();
    } while (cursor != null);
    assertThat(seen).hasSize(7).containsExactlyInAnyOrderElementsOf(made);
  }

  @Test
  void a_search_finds_by_error_and_takes_no_wildcards() {
    Job job = enqueue(JobKind.PERSIST, aProject());
    ports.claims().needsPerson(claimed(job), new NeedsPerson("Quota 100% used", null));
    assertThat(search("100% USED")).hasSize(1);
    assertThat(search("1%used")).isEmpty();
  }

  private List<Job> search(String text) {
    return ports.jobs().list(new JobQuery(JobFilter.ALL.text(text), null, null, 10)).items();
  }

  @Test
  void queues_count_what_waits_runs_and_is_scheduled() {
    claimed(enqueue(JobKind.PERSIST, aProject()));
    enqueue(JobKind.PERSIST, aProject());
    ports.jobs().enqueue(JobRequest.of(JobKind.STOP, aProject(), null).after(Duration.ofHours(1)));
    clock.advance(Duration.ofSeconds(2));
    var queues = ports.jobs().queues();
    assertThat(queues).extracting(queue -> queue.lane()).containsExactly(Lane.values());
    assertThat(queues.get(1).depth()).isEqualTo(1);
    assertThat(queues.get(1).inDelivery()).isEqualTo(1);
    assertThat(queues.get(1).oldestAgeMillis()).isEqualTo(2000);
    assertThat(queues.get(2).scheduled()).isEqualTo(1);
  }

  @Test
  void a_queue_tells_how_many_hear_its_doorbell() {
    Doorbell doorbell =
        new Doorbell() {
          @Override
          public void ring(Ring ring) {}

          @Override
          public int listeners(Lane lane) {
            return lane == Lane.STOP ? 0 : 4;
          }
        };
    LedgerPorts.Node node = new LedgerPorts.Node("node", "life", 20);
    assertThat(LedgerPorts.of(ledger, clock, doorbell, SEAL, node).jobs().queues())
        .extracting(QueueStatus::consumers)
        .containsExactly(4, 4, 0, 4);
  }

  @Test
  void the_last_session_to_end_leaves_a_save_and_any_before_it_does_not() {
    ProjectId project = aProject();
    Session one = ports.sessions().open(project, ALICE, "main");
    Session two = ports.sessions().open(project, ALICE, "main");
    ports.sessions().close(one.id());
    assertThat(ports.jobs().active(project)).isEmpty();
    ports.sessions().close(two.id());
    ports.sessions().close(two.id());
    assertThat(ports.jobs().active(project))
        .singleElement()
        .satisfies(
            job -> {
              assertThat(job.kind()).isEqualTo(JobKind.PERSIST);
              assertThat(job.payload()).containsEntry("trigger", "disconnect");
            });
  }

  @Test
  void the_active_jobs_of_a_kind_are_those_that_have_not_ended() throws Exception {
    Job waits = ports.jobs().enqueue(JobRequest.of(JobKind.PREWARM, aProject(), ALICE));
    Job ended = ports.jobs().enqueue(JobRequest.of(JobKind.PREWARM, aProject(), ALICE));
    ports.jobs().cancel(ended.id(), ALICE, "no longer wanted");
    Job another = ports.jobs().enqueue(JobRequest.of(JobKind.STOP, aProject(), ALICE));
    assertThat(ports.jobs().active(JobKind.PREWARM, 10))
        .extracting(Job::id)
        .contains(waits.id())
        .doesNotContain(ended.id(), another.id());
    assertThat(ports.jobs().active(JobKind.PREWARM, 1)).hasSize(1);
  }

  @Test
  void coming_back_takes_back_a_stop_that_waits() {
    ProjectId project = aProject();
    Job stop =
        ports
            .jobs()
            .enqueue(
                JobRequest.of(JobKind.STOP, project, null)
                    .with("reason", "grace")
                    .after(Duration.ofSeconds(5)));
    ports.sessions().open(project, ALICE, "main");
    assertThat(state(stop)).isEqualTo(JobState.CANCELLED);
  }

  @Test
  void nobody_comes_in_while_a_stop_that_was_asked_for_is_under_way() {
    ProjectId project = aProject();
    ports.jobs().enqueue(JobRequest.of(JobKind.STOP, project, ALICE).with("reason", "asked"));
    assertThatThrownBy(() -> ports.sessions().open(project, ALICE, "main"))
        .isInstanceOf(BeingStopped.class);
  }

  @Test
  void a_stop_gives_way_to_a_session_until_its_point_of_no_return() {
    ProjectId project = aProject();
    ports.containers().put(aContainer(project));
    Session session = ports.sessions().open(project, ALICE, "main");
    assertThat(ports.containers().beginStop(project, stop())).isFalse();
    ports.sessions().close(session.id());
    assertThat(ports.containers().beginStop(project, stop())).isTrue();
    assertThat(ports.containers().find(project).orElseThrow().state())
        .isEqualTo(ContainerState.STOPPING);
  }

  private static ContainerRecords.Stop stop() {
    return new ContainerRecords.Stop(false, JobId.random(), "stopped");
  }

  @Test
  void whoever_came_back_since_a_stop_began_takes_it_back_even_where_clients_do_not_hold_it() {
    ProjectId project = aProject();
    ports.containers().put(aContainer(project));
    Session idle = ports.sessions().open(project, ALICE, "main");
    Claim stop =
        claimed(
            ports
                .jobs()
                .enqueue(JobRequest.of(JobKind.STOP, project, null).with("reason", "idle")));
    ContainerRecords.Stop end =
        new ContainerRecords.Stop(true, stop.job().id(), "nobody typed anything");
    ports.sessions().open(project, ALICE, "second");
    assertThat(ports.containers().beginStop(project, end)).isFalse();
    assertThat(ports.sessions().count(project)).isEqualTo(2);
    ports.sessions().close(idle.id());
  }

  @Test
  void sessions_of_a_former_life_are_closed_and_leave_a_save() {
    ProjectId project = aProject();
    ports.sessions().open(project, ALICE, "main");
    LedgerPorts restarted = ports("node", "life-2");
    assertThat(restarted.sessions().closeAbandoned()).as("clients may come back").isZero();
    clock.advance(Duration.ofSeconds(20));
    assertThat(restarted.sessions().closeAbandoned()).isEqualTo(1);
    assertThat(restarted.sessions().count(project)).isZero();
    assertThat(ports.jobs().active(project)).hasSize(1);
  }

  @Test
  void a_silent_nodes_sessions_end_and_a_living_ones_do_not() {
    ProjectId project = aProject();
    ports.sessions().open(project, ALICE, "main");
    LedgerPorts other = ports("other", "life-1");
    clock.advance(Duration.ofSeconds(29));
    assertThat(other.sessions().closeAbandoned()).isZero();
    ports.sessions().heartbeat();
    clock.advance(Duration.ofSeconds(29));
    assertThat(other.sessions().closeAbandoned()).isZero();
    clock.advance(Duration.ofSeconds(2));
    assertThat(other.sessions().closeAbandoned()).isEqualTo(1);
  }

  @Test
  void events_come_in_order_from_where_a_reader_left() {
    ProjectId project = aProject();
    long before = ports.events().last();
    Job job = enqueue(JobKind.PREWARM, project);
    claimed(job);
    List<Event> events = ports.events().after(before, project, 100);
    assertThat(events).extracting(Event::to).containsExactly("READY", "RUNNING");
    assertThat(ports.events().after(events.get(0).seq(), project, 100)).hasSize(1);
    assertThat(events.get(0).owner()).isEqualTo(ALICE);
  }

  @Test
  void snapshots_are_in_the_timeline_and_never_the_last_save() {
    ProjectId project = aProject();
    Save save = aSave(project, JobId.random(), SaveState.SAVED);
    ports.saves().put(save);
    clock.advance(Duration.ofSeconds(1));
    Save snapshot = local(project, SaveTrigger.SNAPSHOT);
    ports.saves().put(snapshot);
    clock.advance(Duration.ofSeconds(1));
    Save undo = local(project, SaveTrigger.RESTORE);
    ports.saves().put(undo);

    assertThat(ports.saves().newest(project)).contains(save);
    assertThat(ports.saves().list(project, true, null, 9).items())
        .containsExactly(undo, snapshot, save);
    assertThat(ports.saves().list(project, false, null, 9).items()).containsExactly(undo, save);
    assertThat(ports.saves().find(project, snapshot.id())).contains(snapshot);
    assertThat(ports.saves().find(aProject(), snapshot.id())).isEmpty();
    assertThat(ports.snapshots().of(project))
        .containsExactly(
            new Snapshots.Mark(undo.id(), undo.at(), true),
            new Snapshots.Mark(snapshot.id(), snapshot.at(), false));
    assertThat(ports.snapshots().projects()).contains(project);

    ports.snapshots().forget(project, List.of(snapshot.id(), save.id()));

    assertThat(ports.saves().list(project, true, null, 9).items())
        .as("what was pushed stays")
        .containsExactly(undo, save);
  }

  private Save local(ProjectId project, SaveTrigger trigger) {
    Save save = aSave(project, JobId.random(), SaveState.SAVED_LOCALLY);
    return new Save(
        save.id(),
        project,
        save.jobId(),
        save.commit(),
        save.tree(),
        "",
        "refs/codeblocking/snapshot/" + save.id(),
        save.at(),
        trigger,
        save.state(),
        null,
        1,
        List.of());
  }

  @Test
  void saves_are_found_by_job_and_by_commit_and_newest_first() {
    ProjectId project = aProject();
    Save first = aSave(project, JobId.random(), SaveState.SAVED);
    ports.saves().put(first);
    clock.advance(Duration.ofSeconds(1));
    Save second = aSave(project, JobId.random(), SaveState.SAVED_LOCALLY);
    ports.saves().put(second);
    assertThat(ports.saves().ofJob(first.jobId())).contains(first);
    assertThat(ports.saves().newest(project)).contains(second);
    assertThat(ports.saves().newestVerified(project)).contains(first);
    assertThat(ports.saves().ours(project, List.of(first.commit(), "f".repeat(40))))
        .containsExactly(first.commit());
    assertThat(ports.saves().list(project, true, null, 1).next()).isNotNull();
  }

  @Test
  void credentials_are_sealed_and_belong_to_one_user_and_host() {
    ports.credentials().put(ALICE, "Git.Example.com", new Credential("alice", "s3cr3t-canary"));
    assertThat(ports.credentials().find(ALICE, "git.example.com"))
        .contains(new Credential("alice", "s3cr3t-canary"));
    assertThat(ports.credentials().find(OPERATOR, "git.example.com")).isEmpty();
    String stored =
        ledger.read(
            entities ->
                (String)
                    entities.createNativeQuery("SELECT sealed FROM credential").getSingleResult());
    assertThat(stored).doesNotContain("canary");
    ports.credentials().remove(ALICE, "git.example.com");
    assertThat(ports.credentials().find(ALICE, "git.example.com")).isEmpty();
  }

  @Test
  void old_history_is_forgotten_and_dead_jobs_are_not() {
    Job done = enqueue(JobKind.PERSIST, aProject());
    ports.claims().succeed(claimed(done), Success.done("saved"));
    Job dead = enqueue(JobKind.PERSIST, aProject());
    ports.claims().needsPerson(claimed(dead), new NeedsPerson("401", null));
    clock.advance(Duration.ofDays(40));
    ports.claims().housekeep();
    assertThat(ports.jobs().find(done.id())).isEmpty();
    assertThat(ports.jobs().find(dead.id())).isPresent();
  }

  private ContainerRecord aContainer(ProjectId project) {
    return new ContainerRecord(
        project,
        ALICE,
        new ContainerId("c0ffee"),
        "cb-x-" + project,
        "image",
        "base",
        ContainerState.RUNNING,
        false,
        clock.instant(),
        400,
        clock.instant(),
        null);
  }

  private Save aSave(ProjectId project, JobId job, SaveState state) {
    String commit = UUID.randomUUID().toString().replace("-", "") + "00000000";
    return new Save(
        UUID.randomUUID(),
        project,
        job,
        commit,
        "a".repeat(40),
        "fingerprint",
        "refs/heads/main",
        clock.instant(),
        SaveTrigger.DISCONNECT,
        state,
        "Saved.",
        3,
        List.of(new Skipped("pipe", "a FIFO cannot be saved")));
  }

  @Test
  void counts_by_state_are_the_users_own() {
    enqueue(JobKind.PREWARM, aProject());
    assertThat(ports.jobs().countByState(JobFilter.ALL, ALICE))
        .isEqualTo(Map.of(JobState.READY, 1L));
    assertThat(ports.jobs().countByState(JobFilter.ALL, OPERATOR)).isEmpty();
  }
}

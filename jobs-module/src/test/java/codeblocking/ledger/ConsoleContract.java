package codeblocking.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import codeblocking.SettableClock;
import codeblocking.credential.Seal;
import codeblocking.event.Act;
import codeblocking.event.Event;
import codeblocking.job.ActOnMany;
import codeblocking.job.Failure;
import codeblocking.job.FailureRule;
import codeblocking.job.Job;
import codeblocking.job.JobAction;
import codeblocking.job.JobFilter;
import codeblocking.job.JobId;
import codeblocking.job.JobKind;
import codeblocking.job.JobQuery;
import codeblocking.job.JobRequest;
import codeblocking.job.JobSearchRule;
import codeblocking.job.JobState;
import codeblocking.job.Lane;
import codeblocking.job.NeedsPerson;
import codeblocking.lifeline.Lifeline;
import codeblocking.lifeline.Lifelines;
import codeblocking.lifeline.Span;
import codeblocking.page.Page;
import codeblocking.project.Author;
import codeblocking.project.Project;
import codeblocking.project.ProjectId;
import codeblocking.project.UserId;
import codeblocking.save.Save;
import codeblocking.save.SaveState;
import codeblocking.save.SaveTrigger;
import codeblocking.settings.Settings;
import codeblocking.trend.Ended;
import codeblocking.trend.Trends;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the ledger tells an operator and does for many jobs at once, on every database. */
@SuppressWarnings("NullAway.Init")
abstract class ConsoleContract {
  private static final UserId ALICE = new UserId("alice");
  private static final UserId BOB = new UserId("bob");
  private static final UserId OLGA = new UserId("olga");

  private final SettableClock clock = new SettableClock();
  private Ledger ledger;
  private LedgerPorts ports;

  /** An empty database. */
  abstract Settings.Database database();

  @BeforeEach
  void open() {
    ledger = Ledger.open(database());
    ports =
        LedgerPorts.of(
            ledger,
            clock,
            ring -> {},
            new Seal(new byte[32]),
            new LedgerPorts.Node("node", "life-1", 2000));
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private ProjectId aProject(UserId owner) {
    ProjectId id = ProjectId.random();
    Author author = new Author(owner.value(), owner.value() + "@example.com");
    ports
        .projects()
        .add(new Project(id, owner, author, "Demo", "base", null, "main", null, clock.instant()));
    return id;
  }

  private Job waiting(UserId user, JobKind kind) {
    return ports.jobs().enqueue(JobRequest.of(kind, aProject(user), user));
  }

  private Job dead(UserId user, JobKind kind, String error) {
    Job job = waiting(user, kind);
    ports
        .claims()
        .needsPerson(ports.claims().claim(job.id()).orElseThrow(), new NeedsPerson(error, null));
    return job;
  }

  private List<JobId> found(String search, @Nullable UserId seenBy) {
    JobFilter filter = JobSearchRule.parse(search, clock.instant());
    return ports.jobs().list(new JobQuery(filter, seenBy, null, 100)).items().stream()
        .map(Job::id)
        .toList();
  }

  private JobState state(Job job) {
    return ports.jobs().find(job.id()).orElseThrow().state();
  }

  @Test
  void a_search_finds_what_fits_all_of_it() {
    Job old = dead(ALICE, JobKind.PERSIST, "Quota 100% used");
    clock.advance(Duration.ofMinutes(10));
    Job fresh = dead(BOB, JobKind.IMPORT, "no such host");
    Job ready = waiting(BOB, JobKind.PREWARM);

    assertThat(found("state:dead", null)).containsExactlyInAnyOrder(old.id(), fresh.id());
    assertThat(found("state:dead,ready kind:prewarm", null)).containsExactly(ready.id());
    assertThat(found("kind:persist,import", null)).containsExactly(fresh.id(), old.id());
    assertThat(found("project:" + old.project(), null)).containsExactly(old.id());
    assertThat(found("user:alice", null)).containsExactly(old.id());
    assertThat(found("error:\"100% USED\"", null)).containsExactly(old.id());
    assertThat(found("error:1%used", null)).isEmpty();
    assertThat(found("age:>5m", null)).containsExactly(old.id());
    assertThat(found("age:<5m state:dead", null)).containsExactly(fresh.id());
    assertThat(found("id:" + old.id() + "," + ready.id(), null))
        .containsExactlyInAnyOrder(old.id(), ready.id());
    assertThat(found("quota used", null)).containsExactly(old.id());
    assertThat(found("quota host", null)).isEmpty();
    assertThat(found("state:dead state:ready", null)).isEmpty();
    assertThat(found("failure:" + FailureRule.fingerprint("no such host"), null))
        .containsExactly(fresh.id());
  }

  @Test
  void whoever_searches_sees_no_more_than_before() {
    dead(BOB, JobKind.IMPORT, "no such host");
    assertThat(found("state:dead", ALICE)).isEmpty();
    assertThat(found("user:bob", ALICE)).isEmpty();
    assertThat(found("user:bob", BOB)).hasSize(1);
    assertThat(ports.jobs().countByState(JobFilter.ALL, ALICE)).isEmpty();
  }

  @Test
  void counts_are_of_the_filter() {
    dead(ALICE, JobKind.IMPORT, "a");
    dead(ALICE, JobKind.PERSIST, "a");
    waiting(ALICE, JobKind.IMPORT);
    assertThat(ports.jobs().countByState(JobFilter.ALL.kind(JobKind.IMPORT), null))
        .isEqualTo(Map.of(JobState.DEAD, 1L, JobState.READY, 1L));
    assertThat(ports.jobs().countByState(JobFilter.ALL.kinds(Set.of()), null)).isEmpty();
  }

  private ActOnMany.Order order(JobAction action, String search, @Nullable String cursor) {
    return new ActOnMany.Order(
        action, JobSearchRule.parse(search, clock.instant()), OLGA, "the host is back", cursor);
  }

  @Test
  void a_dry_run_counts_and_changes_nothing() {
    Job dead = dead(ALICE, JobKind.PERSIST, "refused");
    waiting(BOB, JobKind.PREWARM);
    ActOnMany.Result would = new ActOnMany(ports.jobs()).dryRun(order(JobAction.RETRY, "", null));
    assertThat(would)
        .isEqualTo(new ActOnMany.Result(1, 1, Map.of(JobState.DEAD, 1L, JobState.READY, 1L), null));
    assertThat(would.matched()).isEqualTo(2);
    assertThat(state(dead)).isEqualTo(JobState.DEAD);
  }

  @Test
  void many_are_changed_by_the_transition_of_one_and_their_history_says_who_and_why() {
    Job dead = dead(ALICE, JobKind.PERSIST, "refused");
    Job other = dead(BOB, JobKind.IMPORT, "refused");
    Job alive = waiting(BOB, JobKind.PREWARM);

    ActOnMany.Result done = new ActOnMany(ports.jobs()).act(order(JobAction.RESOLVE, "", null));

    assertThat(done.changed()).isEqualTo(2);
    assertThat(done.refused()).isEqualTo(1);
    assertThat(done.next()).isNull();
    assertThat(List.of(state(dead), state(other))).containsOnly(JobState.RESOLVED);
    assertThat(state(alive)).isEqualTo(JobState.READY);
    List<Event> history = ports.jobs().detail(dead.id()).orElseThrow().events();
    Event last = history.get(history.size() - 1);
    assertThat(last.actor()).isEqualTo("olga");
    assertThat(last.reason()).isEqualTo("the host is back");
    assertThat(last.from()).isEqualTo("DEAD");
  }

  @Test
  void more_than_a_batch_goes_on_where_it_ended_and_meets_none_twice() {
    int count = ActOnMany.BATCH + 30;
    for (int i = 0; i < count; i++) {
      waiting(ALICE, JobKind.FETCH);
    }
    ActOnMany many = new ActOnMany(ports.jobs());
    ActOnMany.Result first = many.act(order(JobAction.CANCEL, "kind:fetch", null));
    assertThat(first.changed()).isEqualTo(ActOnMany.BATCH);
    assertThat(first.next()).isNotNull();
    ActOnMany.Result second = many.act(order(JobAction.CANCEL, "kind:fetch", first.next()));
    assertThat(second.changed()).isEqualTo(30);
    assertThat(second.refused()).as("the ones before are not looked at again").isZero();
    assertThat(second.next()).isNull();
    assertThat(ports.jobs().countByState(JobFilter.ALL, null))
        .isEqualTo(Map.of(JobState.CANCELLED, (long) count));
  }

  @Test
  void the_dead_are_grouped_by_how_they_failed() {
    dead(ALICE, JobKind.PERSIST, "http://h:4711/a answered 403");
    clock.advance(Duration.ofMinutes(1));
    Job newest = dead(BOB, JobKind.IMPORT, "http://h:4712/b answered 403");
    dead(ALICE, JobKind.PERSIST, "http://h:4711/a answered 503");
    waiting(ALICE, JobKind.PREWARM);

    List<Failure> all = ports.jobs().failures(null, 10);
    assertThat(all).extracting(Failure::count).containsExactly(2L, 1L);
    Failure refused = all.get(0);
    assertThat(refused.kinds()).containsExactlyInAnyOrder(JobKind.PERSIST, JobKind.IMPORT);
    assertThat(refused.projects()).isEqualTo(2);
    assertThat(refused.newest()).isEqualTo(refused.oldest().plus(Duration.ofMinutes(1)));
    assertThat(refused.example()).extracting(Job::id).isEqualTo(newest.id());
    assertThat(ports.jobs().failures(BOB, 10)).extracting(Failure::count).containsExactly(1L);
    assertThat(ports.jobs().failures(null, 1)).hasSize(1);
  }

  @Test
  void whoever_is_no_longer_dead_has_left_its_group() {
    Job retried = dead(ALICE, JobKind.PERSIST, "x");
    Job resolved = dead(ALICE, JobKind.PERSIST, "x");
    ports.jobs().retry(retried.id(), OLGA, "again");
    ports.jobs().resolve(resolved.id(), OLGA, "done with");
    assertThat(ports.jobs().failures(null, 10)).isEmpty();
    ports
        .claims()
        .needsPerson(ports.claims().claim(retried.id()).orElseThrow(), new NeedsPerson("y", null));
    assertThat(ports.jobs().failures(null, 10))
        .extracting(Failure::fingerprint)
        .containsExactly(FailureRule.fingerprint("y"));
  }

  @Test
  void a_lifeline_holds_what_was_under_way_in_its_window() {
    Job early = waiting(ALICE, JobKind.PERSIST);
    ports.sessions().open(early.project(), ALICE, "main");
    clock.advance(Duration.ofHours(2));
    Instant from = clock.instant().minus(Duration.ofMinutes(15));
    var closed = ports.sessions().open(early.project(), ALICE, "second");
    clock.advance(Duration.ofSeconds(5));
    ports.sessions().close(closed.id());
    Job over = dead(BOB, JobKind.IMPORT, "refused");

    Lifelines.Window all = ports.lifelines().since(from, null);
    assertThat(all.isCut()).isFalse();
    assertThat(all.lifelines())
        .extracting(Lifeline::project)
        .containsExactlyInAnyOrder(over.project(), early.project());

    Lifelines.Window own = ports.lifelines().since(from, ALICE);
    assertThat(own.lifelines()).hasSize(1);
    Lifeline line = own.lifelines().get(0);
    assertThat(line.jobs()).extracting(Job::id).as("still waits").contains(early.id());
    assertThat(line.sessions())
        .contains(new Span(closed.connectedAt(), clock.instant()))
        .contains(new Span(early.createdAt(), null));
    assertThat(ports.lifelines().since(from, OLGA).lifelines()).isEmpty();
  }

  @Test
  void what_ended_before_the_window_is_not_in_it() {
    Job over = dead(ALICE, JobKind.IMPORT, "refused");
    clock.advance(Duration.ofHours(1));
    assertThat(
            ports
                .lifelines()
                .since(clock.instant().minus(Duration.ofMinutes(15)), null)
                .lifelines())
        .isEmpty();
    assertThat(ports.lifelines().since(over.createdAt(), null).lifelines()).hasSize(1);
  }

  @Test
  void the_audit_tells_what_persons_did_and_why_and_nothing_else() {
    Job dead = dead(ALICE, JobKind.PERSIST, "refused");
    Job running = waiting(BOB, JobKind.IMPORT);
    ports.claims().claim(running.id());
    assertThat(ports.acts().list(null, 10).items()).as("workers' work is none").isEmpty();

    ports.jobs().retry(dead.id(), OLGA, "the host is back");
    ports.jobs().cancel(running.id(), BOB, "not needed");
    ports.jobs().cancel(dead.id(), null, "the system did");
    ports.jobs().pause(Lane.IMPORT, OLGA, "an upgrade");
    ports.jobs().resume(Lane.IMPORT, OLGA);
    ports.acts().ofPool(OLGA, "pause", "base", "a leak");

    List<Act> acts = ports.acts().list(null, 10).items();
    assertThat(acts)
        .extracting(Act::actor, Act::act, Act::subject, Act::name)
        .containsExactly(
            tuple("olga", "pause", "pool", "base"),
            tuple("olga", "resume", "queue", "import"),
            tuple("olga", "pause", "queue", "import"),
            tuple("bob", "cancel", "job", "import"),
            tuple("olga", "retry", "job", "persist"));
    assertThat(acts.get(2).reason()).contains("an upgrade");
    assertThat(acts.get(4).jobId()).isEqualTo(dead.id());
    assertThat(acts.get(4).reason()).isEqualTo("the host is back");

    Page<Act> first = ports.acts().list(null, 2);
    assertThat(first.items()).isEqualTo(acts.subList(0, 2));
    assertThat(ports.acts().list(first.next(), 3).items()).isEqualTo(acts.subList(2, 5));
  }

  @Test
  void what_ended_is_told_for_those_who_may_see_it() {
    dead(ALICE, JobKind.IMPORT, "long ago");
    clock.advance(Duration.ofHours(2));
    Job job = dead(BOB, JobKind.PERSIST, "of late");
    waiting(BOB, JobKind.PREWARM);
    Instant since = clock.instant().minus(Duration.ofHours(1));
    assertThat(ports.trends().ended(since, null, 10))
        .containsExactly(
            new Ended(JobKind.PERSIST, JobState.DEAD, job.createdAt(), clock.instant()));
    assertThat(ports.trends().ended(since, ALICE, 10)).isEmpty();
  }

  @Test
  void work_is_here_only_until_a_later_save_is_in_the_remote() {
    ProjectId project = aProject(ALICE);
    assertThat(ports.trends().unpushed(null)).isEqualTo(new Trends.Unpushed(0, null));
    Instant first = clock.instant();
    save(project, SaveState.SAVED_LOCALLY, SaveTrigger.DISCONNECT);
    clock.advance(Duration.ofMinutes(1));
    save(project, SaveState.BLOCKED, SaveTrigger.DISCONNECT);
    save(aProject(BOB), SaveState.SAVED_LOCALLY, SaveTrigger.SNAPSHOT);
    assertThat(ports.trends().unpushed(null)).isEqualTo(new Trends.Unpushed(1, first));
    assertThat(ports.trends().unpushed(ALICE).projects()).isEqualTo(1);
    assertThat(ports.trends().unpushed(BOB).projects()).isZero();
    clock.advance(Duration.ofMinutes(1));
    save(project, SaveState.SAVED, SaveTrigger.DISCONNECT);
    assertThat(ports.trends().unpushed(null)).isEqualTo(new Trends.Unpushed(0, null));
  }

  private void save(ProjectId project, SaveState state, SaveTrigger trigger) {
    ports
        .saves()
        .put(
            new Save(
                UUID.randomUUID(),
                project,
                JobId.random(),
                "c".repeat(40),
                "a".repeat(40),
                "",
                "refs/heads/main",
                clock.instant(),
                trigger,
                state,
                null,
                1,
                List.of()));
  }

  @Test
  void a_hundred_thousand_jobs_are_grouped_and_searched_in_a_moment() {
    Job dead = dead(ALICE, JobKind.PERSIST, "refused (403)");
    ledger.run(
        transaction ->
            transaction
                .entities()
                .createNativeQuery(copies(100_000))
                .setParameter(1, dead.id().toString())
                .executeUpdate());
    long began = System.nanoTime();
    assertThat(ports.jobs().failures(null, 100)).hasSize(50);
    assertThat(found("state:dead kind:persist error:403", null)).hasSize(100);
    List<Long> counts = new ArrayList<>(ports.jobs().countByState(JobFilter.ALL, null).values());
    assertThat(counts).containsExactlyInAnyOrder(10_001L, 90_000L);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
  }

  /** Copies of a job: a tenth of them dead of fifty failures, the others done. */
  private String copies(int count) {
    String columns =
        "kind, lane, project_id, user_id, payload, attempt, max_attempts, lost_count, tries_before,"
            + " policy_since, run_at, ready_at, started_at, fence, curable, error";
    return "INSERT INTO job (id, created_at, finished_at, state, failure, "
        + columns
        + ") SELECT '00000000-0000-4000-8000-' || LPAD(CAST(n AS VARCHAR(12)), 12, '0'),"
        + " created_at - n, finished_at - n, CASE WHEN MOD(n, 10) = 0 THEN 'DEAD' ELSE"
        + " 'SUCCEEDED' END, CASE WHEN MOD(n, 500) = 0 THEN failure WHEN MOD(n, 10) = 0 THEN 'f' ||"
        + " CAST(MOD(n, 500) AS VARCHAR(9)) END, "
        + columns
        + " FROM job, "
        + numbers(count)
        + " WHERE id = ?1";
  }

  /** A table of one column {@code n}, from 1 on, in the words of this database. */
  abstract String numbers(int count);
}

package codeblocking.prewarm;

import static codeblocking.ledger.MemoryLedger.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import codeblocking.container.ContainerId;
import codeblocking.container.ContainerRecord;
import codeblocking.container.ContainerState;
import codeblocking.event.Event;
import codeblocking.job.Job;
import codeblocking.job.JobId;
import codeblocking.job.JobKind;
import codeblocking.job.JobState;
import codeblocking.ledger.MemoryLedger;
import codeblocking.project.Project;
import codeblocking.settings.Settings;
import codeblocking.settings.SettingsReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A hunch warms a project within a budget, and never costs a click anything. */
@SuppressWarnings("NullAway.Init")
class RequestIntentTest {
  private MemoryLedger ledger;
  private IntentOutcomes outcomes;
  private RequestPrewarm prewarm;
  private RequestIntent intents;
  private boolean spare = true;

  @BeforeEach
  void open() {
    ledger = new MemoryLedger();
    Settings settings =
        SettingsReader.read(
            key ->
                Optional.ofNullable(
                    Map.of(
                            "codeblocking.user.max-containers",
                            "3",
                            "codeblocking.data.dir",
                            "unused")
                        .get(key)));
    outcomes =
        new IntentOutcomes(
            ledger.ports.intents(),
            ledger.ports.jobs(),
            ledger.ports.sessions(),
            ledger.ports.events(),
            ledger.clock);
    prewarm =
        new RequestPrewarm(
            settings,
            ledger.ports.projects(),
            ledger.ports.jobs(),
            ledger.ports.containers(),
            outcomes);
    intents =
        new RequestIntent(
            prewarm,
            environment -> spare,
            new RequestIntent.Ports(
                ledger.ports.intents(),
                ledger.ports.containers(),
                ledger.ports.jobs(),
                ledger.clock));
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private Project aProject() {
    return ledger.aProject(null);
  }

  private RequestPrewarm.Answer intent(Project project) {
    return intents.request(project, project.author());
  }

  private RequestPrewarm.Answer click(Project project) {
    return prewarm.request(project, project.author(), null);
  }

  private List<Job> active(Project project, JobKind kind) {
    return ledger.ports.jobs().active(project.id()).stream()
        .filter(job -> job.kind() == kind)
        .toList();
  }

  private IntentScore score() {
    return ledger.ports.intents().score(ALICE).orElseThrow();
  }

  private List<String> outcomes() {
    return ledger.ports.events().after(0, null, 1000).stream()
        .filter(event -> event.type().equals("intent"))
        .map(event -> event.data().get("outcome"))
        .toList();
  }

  private void opens(Project project) {
    long before = ledger.ports.events().last();
    var unused = ledger.ports.sessions().open(project.id(), ALICE, "main");
    for (Event event : ledger.ports.events().after(before, project.id(), 100)) {
      outcomes.heard(event);
    }
  }

  private void runs(Project project, ContainerState state) {
    ledger
        .ports
        .containers()
        .put(
            new ContainerRecord(
                project.id(),
                ALICE,
                new ContainerId("c-" + project.id()),
                "cb-x-" + project.id(),
                "image",
                "base",
                state,
                false,
                ledger.clock.instant(),
                1,
                ledger.clock.instant(),
                null));
  }

  @Test
  void a_hunch_starts_the_container_and_leaves_its_stop() {
    Project project = aProject();
    assertThat(intent(project).status()).isEqualTo("warming");
    assertThat(active(project, JobKind.PREWARM)).hasSize(1);
    Job stop = active(project, JobKind.STOP).get(0);
    assertThat(stop.state()).isEqualTo(JobState.SCHEDULED);
    assertThat(stop.runAt()).isEqualTo(ledger.clock.instant().plus(IntentBudget.WINDOW));
  }

  @Test
  void a_project_that_is_opened_in_time_keeps_its_container_and_is_a_hit() {
    Project project = aProject();
    intent(project);
    opens(project);
    assertThat(active(project, JobKind.STOP)).isEmpty();
    assertThat(outcomes()).containsExactly("hit");
    assertThat(score().tokens()).isGreaterThan(IntentBudget.AT_FIRST);
  }

  @Test
  void a_click_on_it_keeps_its_container_before_the_page_is_open() {
    Project project = aProject();
    JobId warming = intent(project).job();
    assertThat(warming).isNotNull();
    assertThat(click(project).job()).isEqualTo(warming);
    assertThat(active(project, JobKind.STOP)).isEmpty();
    opens(project);
    ledger.clock.advance(Duration.ofMinutes(5));
    outcomes.settle();
    assertThat(outcomes()).as("counted once").containsExactly("hit");
  }

  @Test
  void what_nobody_opens_is_a_miss_and_its_stop_is_due() {
    Project project = aProject();
    intent(project);
    ledger.clock.advance(IntentBudget.WINDOW.plusSeconds(1));
    outcomes.settle();
    assertThat(outcomes()).containsExactly("miss");
    assertThat(score().misses()).isEqualTo(1);
    assertThat(active(project, JobKind.STOP).get(0).runAt()).isBefore(ledger.clock.instant());
  }

  @Test
  void over_the_budget_nothing_changes_and_it_says_when_to_come_back() {
    intent(aProject());
    intent(aProject());
    Project third = aProject();
    LimitReached refused = catchThrowableOfType(LimitReached.class, () -> intent(third));
    assertThat(refused.retryAfter()).isPositive();
    assertThat(ledger.ports.jobs().active(third.id())).isEmpty();
    assertThat(ledger.ports.intents().find(third.id())).isEmpty();
  }

  @Test
  void what_runs_or_sleeps_or_is_on_its_way_costs_nothing() {
    Project runs = aProject();
    runs(runs, ContainerState.RUNNING);
    Project sleeps = aProject();
    runs(sleeps, ContainerState.FROZEN);
    Project comes = aProject();
    click(comes);
    assertThat(intent(runs).status()).isEqualTo("running");
    assertThat(intent(sleeps).status()).isEqualTo("running");
    assertThat(intent(comes).status()).isEqualTo("warming");
    assertThat(ledger.ports.intents().score(ALICE)).isEmpty();
    assertThat(ledger.ports.jobs().active(sleeps.id())).isEmpty();
  }

  @Test
  void the_last_place_is_kept_for_a_click() {
    click(aProject());
    click(aProject());
    Project third = aProject();
    assertThatThrownBy(() -> intent(third)).isInstanceOf(LimitReached.class);
    assertThat(click(third).status()).isEqualTo("warming");
  }

  @Test
  void at_the_limit_a_hunch_gives_way_to_a_click() {
    Project hunch = aProject();
    intent(hunch);
    click(aProject());
    click(aProject());
    assertThat(click(aProject()).status()).isEqualTo("warming");
    assertThat(active(hunch, JobKind.STOP).get(0).state()).isEqualTo(JobState.READY);
    assertThat(outcomes()).containsExactly("withdrawn");
    assertThat(score().tokens()).isEqualTo(IntentBudget.AT_FIRST);
  }

  @Test
  void a_hunch_that_was_opened_does_not_give_way() {
    Project opened = aProject();
    intent(opened);
    opens(opened);
    click(aProject());
    click(aProject());
    Project fourth = aProject();
    assertThatThrownBy(() -> click(fourth)).isInstanceOf(LimitReached.class);
  }

  @Test
  void where_nothing_is_to_spare_a_hunch_is_refused_and_costs_no_token() {
    spare = false;
    Project project = aProject();
    assertThatThrownBy(() -> intent(project)).isInstanceOf(LimitReached.class);
    spare = true;
    assertThat(intent(project).status()).isEqualTo("warming");
  }

  @Test
  void while_a_click_waits_or_no_core_is_idle_nothing_is_spare() {
    IdleCores idle = new IdleCores(ledger.ports.jobs(), () -> 1.0, 2);
    assertThat(idle.spare("base")).isTrue();
    assertThat(new IdleCores(ledger.ports.jobs(), () -> 1.1, 2).spare("base")).isFalse();
    assertThat(new IdleCores(ledger.ports.jobs(), () -> -1, 2).spare("base")).isFalse();
    click(aProject());
    assertThat(idle.spare("base")).isFalse();
  }
}

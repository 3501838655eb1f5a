package codeblocking.prewarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import codeblocking.SettableClock;
import codeblocking.container.ContainerId;
import codeblocking.container.ContainerRecord;
import codeblocking.container.ContainerState;
import codeblocking.credential.Seal;
import codeblocking.job.JobKind;
import codeblocking.job.Jobs;
import codeblocking.ledger.Ledger;
import codeblocking.ledger.LedgerPorts;
import codeblocking.project.Author;
import codeblocking.project.InvalidInput;
import codeblocking.project.Project;
import codeblocking.project.ProjectId;
import codeblocking.project.UserId;
import codeblocking.settings.Settings;
import codeblocking.settings.SettingsReader;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On the real ledger, in memory: admission is about what rows say at the same moment. */
@SuppressWarnings("NullAway.Init")
final class RequestPrewarmTest {
  private static final UserId ADA = new UserId("ada");
  private static final UserId BOB = new UserId("bob");
  private static final Author AUTHOR = new Author("Ada", "ada@example.com");

  private final SettableClock clock = new SettableClock();
  private final Settings settings =
      settings(Map.of("codeblocking.user.max-containers", "2", "codeblocking.max-containers", "3"));
  private Ledger ledger;
  private LedgerPorts ports;
  private RequestPrewarm prewarm;

  @BeforeEach
  void open() {
    ledger = Ledger.open(new Settings.Database("jdbc:h2:mem:" + UUID.randomUUID(), "sa", ""));
    ports =
        LedgerPorts.of(
            ledger, clock, ring -> {}, new Seal(new byte[32]), new LedgerPorts.Node("n", "l", 20));
    prewarm = prewarm(ports.jobs());
  }

  private RequestPrewarm prewarm(Jobs jobs) {
    return new RequestPrewarm(
        settings,
        ports.projects(),
        jobs,
        ports.containers(),
        new IntentOutcomes(ports.intents(), ports.jobs(), ports.sessions(), ports.events(), clock));
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void any_number_of_calls_make_one_job() {
    Project project = aProject(ADA);
    RequestPrewarm.Answer first = prewarm.request(project, AUTHOR, null);
    assertThat(prewarm.request(project, AUTHOR, "base")).isEqualTo(first);
    assertThat(first.status()).isEqualTo("warming");
    assertThat(ports.jobs().active(project.id()))
        .singleElement()
        .satisfies(job -> assertThat(job.kind()).isEqualTo(JobKind.PREWARM));
  }

  @Test
  void a_call_whose_looks_another_ones_whole_job_fell_between_makes_no_second_job() {
    Project project = aProject(ADA);
    RequestPrewarm.Answer answer =
        prewarm(afterItsFirstLook(() -> runs(project))).request(project, AUTHOR, null);
    assertThat(answer.status()).isEqualTo("running");
    assertThat(ports.jobs().active(project.id())).isEmpty();
  }

  /** The ledger's jobs; something happens right after somebody has looked at a project's. */
  private Jobs afterItsFirstLook(Runnable happens) {
    AtomicBoolean looked = new AtomicBoolean();
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          Object answer = method.invoke(ports.jobs(), arguments);
          if (arguments[0] instanceof ProjectId && !looked.getAndSet(true)) {
            happens.run();
          }
          return answer;
        };
    return (Jobs)
        Proxy.newProxyInstance(Jobs.class.getClassLoader(), new Class<?>[] {Jobs.class}, handler);
  }

  @Test
  void a_running_container_needs_no_job() {
    Project project = aProject(ADA);
    runs(project);
    assertThat(prewarm.request(project, AUTHOR, null).status()).isEqualTo("running");
    assertThat(ports.jobs().active(project.id())).isEmpty();
  }

  @Test
  void another_environment_than_the_running_one_is_refused() {
    Project project = aProject(ADA);
    runs(project);
    assertThatThrownBy(() -> prewarm.request(project, AUTHOR, "node"))
        .isInstanceOf(OtherEnvironment.class)
        .hasMessageContaining("base")
        .hasMessageContaining("node");
  }

  @Test
  void a_cold_project_takes_another_environment() {
    Project project = aProject(ADA);
    var unused = prewarm.request(project, AUTHOR, "node");
    assertThat(ports.projects().find(project.id()).map(Project::environment)).contains("node");
  }

  @Test
  void an_unknown_environment_changes_nothing() {
    Project project = aProject(ADA);
    assertThatThrownBy(() -> prewarm.request(project, AUTHOR, "cobol"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("base, node, python, java");
    assertThat(ports.jobs().active(project.id())).isEmpty();
  }

  @Test
  void a_user_has_so_many_containers_at_most_running_or_on_their_way() {
    runs(aProject(ADA));
    var unused = prewarm.request(aProject(ADA), AUTHOR, null);
    Project third = aProject(ADA);
    assertThatThrownBy(() -> prewarm.request(third, AUTHOR, null))
        .isInstanceOf(LimitReached.class)
        .hasMessageContaining("you have 2 containers");
    assertThat(ports.jobs().active(third.id())).isEmpty();
  }

  @Test
  void a_project_at_the_limit_may_still_be_opened_again() {
    runs(aProject(ADA));
    Project second = aProject(ADA);
    RequestPrewarm.Answer first = prewarm.request(second, AUTHOR, null);
    assertThat(prewarm.request(second, AUTHOR, null)).isEqualTo(first);
  }

  @Test
  void the_server_has_so_many_containers_at_most() {
    runs(aProject(ADA));
    runs(aProject(ADA));
    runs(aProject(BOB));
    Project fourth = aProject(BOB);
    assertThatThrownBy(() -> prewarm.request(fourth, AUTHOR, null))
        .isInstanceOf(LimitReached.class)
        .hasMessageContaining("all 3 containers");
  }

  @Test
  void the_author_of_later_saves_is_whom_the_token_names_now() {
    Project project = aProject(ADA);
    Author renamed = new Author("Ada King", "king@example.com");
    var unused = prewarm.request(project, renamed, null);
    assertThat(ports.projects().find(project.id()).map(Project::author)).contains(renamed);
  }

  private Project aProject(UserId owner) {
    Project project =
        new Project(
            ProjectId.random(), owner, AUTHOR, "p", "base", null, "main", null, clock.instant());
    ports.projects().add(project);
    return project;
  }

  private void runs(Project project) {
    ports
        .containers()
        .put(
            new ContainerRecord(
                project.id(),
                project.owner(),
                new ContainerId(project.id().toString()),
                "cb-x-" + project.id(),
                "image",
                "base",
                ContainerState.RUNNING,
                false,
                clock.instant(),
                1,
                clock.instant(),
                null));
  }

  private static Settings settings(Map<String, String> values) {
    return SettingsReader.read(key -> Optional.ofNullable(values.get(key)));
  }
}

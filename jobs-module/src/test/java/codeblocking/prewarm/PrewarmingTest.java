package codeblocking.prewarm;

import static codeblocking.ledger.MemoryLedger.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.container.ContainerRecord;
import codeblocking.container.ContainerRequest;
import codeblocking.container.ContainerState;
import codeblocking.container.FakeContainers;
import codeblocking.container.LiveContainer;
import codeblocking.event.EventFeed;
import codeblocking.job.Job;
import codeblocking.job.JobKind;
import codeblocking.ledger.MemoryLedger;
import codeblocking.project.Author;
import codeblocking.project.Project;
import codeblocking.settings.Settings;
import codeblocking.settings.SettingsReader;
import codeblocking.terminal.ReadinessListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who waits for a container has thereby asked for it. */
@SuppressWarnings("NullAway.Init")
class PrewarmingTest {
  private static final Author RENAMED = new Author("Alice B.", "alice@example.org");

  @TempDir Path directory;
  private MemoryLedger ledger;
  private Settings settings;
  private FakeContainers containers;
  private EventFeed feed;
  private Prewarming prewarming;
  private final List<String> heard = new ArrayList<>();

  @BeforeEach
  void open() {
    ledger = new MemoryLedger();
    settings =
        SettingsReader.read(
            key ->
                Optional.ofNullable(
                    Map.of(
                            "codeblocking.user.max-containers",
                            "1",
                            "codeblocking.data.dir",
                            directory.toString())
                        .get(key)));
    containers = new FakeContainers(directory, ledger.clock);
    feed = new EventFeed(ledger.ports.events());
    prewarming =
        new Prewarming(
            new RequestPrewarm(
                settings,
                ledger.ports.projects(),
                ledger.ports.jobs(),
                ledger.ports.containers(),
                new IntentOutcomes(
                    ledger.ports.intents(),
                    ledger.ports.jobs(),
                    ledger.ports.sessions(),
                    ledger.ports.events(),
                    ledger.clock)),
            new Prewarming.Engine(containers, ledger.ports.containers()),
            feed,
            Runnable::run);
  }

  @AfterEach
  void close() {
    feed.close();
    ledger.close();
  }

  private void waits(Project project, Author author) {
    var unused =
        prewarming.whenReady(
            project,
            author,
            new ReadinessListener() {
              @Override
              public void progress(String stage, long millis) {
                heard.add(stage);
              }

              @Override
              public void ready(LiveContainer container, boolean warm) {
                heard.add(warm ? "warm" : "cold");
              }

              @Override
              public void failed(String reason, int closeCode) {
                heard.add("failed " + closeCode);
              }
            });
  }

  private Project running() throws Exception {
    Project project = ledger.aProject(null);
    LiveContainer live =
        containers.start(
            new ContainerRequest(
                project.id(), ALICE, Objects.requireNonNull(settings.environments().get("base"))));
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
    return project;
  }

  private Author author(Project project) {
    return ledger.ports.projects().find(project.id()).orElseThrow().author();
  }

  @Test
  void whoever_waits_for_a_cold_project_has_asked_for_its_container() {
    Project project = ledger.aProject(null);
    waits(project, RENAMED);
    assertThat(heard).containsExactly("queued");
    assertThat(ledger.ports.jobs().active(project.id()))
        .extracting(Job::kind)
        .containsExactly(JobKind.PREWARM);
    assertThat(author(project)).isEqualTo(RENAMED);
  }

  @Test
  void a_running_container_is_ready_at_once_and_the_author_as_the_token_says() throws Exception {
    Project project = running();
    waits(project, RENAMED);
    assertThat(heard).containsExactly("warm");
    assertThat(ledger.ports.jobs().active(project.id())).isEmpty();
    assertThat(author(project)).isEqualTo(RENAMED);
  }

  @Test
  void over_the_limit_it_fails_with_the_limits_code() throws Exception {
    running();
    Project other = ledger.aProject(null);
    waits(other, other.author());
    assertThat(heard).containsExactly("failed 4429");
  }

  @Test
  void a_project_that_was_deleted_meanwhile_is_none() {
    Project project = ledger.aProject(null);
    ledger.ports.projects().remove(project.id());
    waits(project, project.author());
    assertThat(heard).containsExactly("failed 4404");
  }
}

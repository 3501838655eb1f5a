package codeblocking.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import codeblocking.SettableClock;
import codeblocking.credential.Seal;
import codeblocking.job.Job;
import codeblocking.job.JobKind;
import codeblocking.ledger.Ledger;
import codeblocking.ledger.LedgerPorts;
import codeblocking.project.CreateProject.Wanted;
import codeblocking.settings.Settings;
import codeblocking.settings.SettingsReader;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init")
final class CreateProjectTest {
  private static final UserId ADA = new UserId("ada");
  private static final Author AUTHOR = new Author("Ada", "ada@example.com");

  private final List<Project> made = new ArrayList<>();
  private boolean diskIsFull;
  private Ledger ledger;
  private LedgerPorts ports;
  private CreateProject create;

  @BeforeEach
  void open() {
    SettableClock clock = new SettableClock();
    ledger = Ledger.open(new Settings.Database("jdbc:h2:mem:" + UUID.randomUUID(), "sa", ""));
    ports =
        LedgerPorts.of(
            ledger, clock, ring -> {}, new Seal(new byte[32]), new LedgerPorts.Node("n", "l", 20));
    create =
        new CreateProject(
            SettingsReader.read(key -> Optional.empty()),
            ports.projects(),
            ports.jobs(),
            CreateProjectTest::onlyHttps,
            this::makeRepository,
            clock);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void a_new_project_is_there_at_once_with_its_repository() {
    Project project = create.create(ADA, AUTHOR, wanted("p", null, null));
    assertThat(ports.projects().find(project.id())).isPresent();
    assertThat(project.environment()).isEqualTo("base");
    assertThat(project.branch()).isEqualTo("main");
    assertThat(project.imported()).isNull();
    assertThat(made).containsExactly(project);
    assertThat(ports.jobs().active(project.id())).isEmpty();
  }

  @Test
  void an_import_is_there_at_once_and_its_clone_is_a_job() {
    Project project = create.create(ADA, AUTHOR, wanted("p", "https://example.com/a", "dev"));
    assertThat(project.filled()).isFalse();
    assertThat(made).containsExactly(project);
    assertThat(ports.jobs().active(project.id()))
        .singleElement()
        .satisfies(CreateProjectTest::clonesDev);
  }

  @Test
  void a_refused_address_changes_nothing() {
    assertThatThrownBy(() -> create.create(ADA, AUTHOR, wanted("p", "file:///etc", null)))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("remoteUrl must be https");
    assertThat(ports.projects().list(null, null, 10)).isEmpty();
  }

  @Test
  void a_project_whose_files_cannot_be_made_is_none() {
    diskIsFull = true;
    assertThatThrownBy(() -> create.create(ADA, AUTHOR, wanted("p", null, null)))
        .hasMessage("disk full");
    assertThat(ports.projects().list(null, null, 10)).isEmpty();
  }

  private static void clonesDev(Job job) {
    assertThat(job.kind()).isEqualTo(JobKind.IMPORT);
    assertThat(job.payload()).containsEntry("branch", "dev");
  }

  private static Wanted wanted(String name, @Nullable String url, @Nullable String branch) {
    return new Wanted(name, null, url, branch);
  }

  private static URI onlyHttps(String url) {
    if (!url.startsWith("https://")) {
      throw new IllegalArgumentException("must be https");
    }
    return URI.create(url);
  }

  private void makeRepository(Project project) {
    if (diskIsFull) {
      throw new IllegalStateException("disk full");
    }
    made.add(project);
  }
}

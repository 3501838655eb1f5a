package codeblocking.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import codeblocking.credential.Seal;
import codeblocking.job.Job;
import codeblocking.job.JobKind;
import codeblocking.job.JobRequest;
import codeblocking.job.JobState;
import codeblocking.project.Author;
import codeblocking.project.Project;
import codeblocking.project.ProjectId;
import codeblocking.project.UserId;
import codeblocking.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A database that is killed and comes back: nothing accepted is lost, and nobody hangs. */
class PostgresOutageIT {
  @Test
  void while_it_is_away_calls_fail_soon_and_when_it_is_back_all_is_there() throws Exception {
    try (PostgresCluster cluster = PostgresCluster.start();
        Ledger ledger =
            Ledger.open(new Settings.Database(cluster.database("outage"), "ledger", ""))) {
      LedgerPorts ports =
          LedgerPorts.of(
              ledger,
              Clock.systemUTC(),
              ring -> {},
              new Seal(new byte[32]),
              new LedgerPorts.Node("node", "life", 100));
      ProjectId project = aProject(ports);
      Job accepted = ports.jobs().enqueue(JobRequest.of(JobKind.PERSIST, project, null));

      cluster.kill();
      long began = System.nanoTime();
      assertThatThrownBy(() -> ports.jobs().enqueue(JobRequest.of(JobKind.PREWARM, project, null)))
          .isInstanceOf(LedgerUnavailable.class)
          .hasMessageContaining("nothing was changed");
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));

      cluster.resume();
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .until(() -> ports.jobs().find(accepted.id()).isPresent());
      assertThat(ports.jobs().find(accepted.id()).orElseThrow().state()).isEqualTo(JobState.READY);
      assertThat(ports.claims().claim(accepted.id())).isPresent();
    }
  }

  private static ProjectId aProject(LedgerPorts ports) {
    ProjectId id = ProjectId.random();
    ports
        .projects()
        .add(
            new Project(
                id,
                new UserId("alice"),
                new Author("Alice", "alice@example.com"),
                "Demo",
                "base",
                null,
                "main",
                null,
                Clock.systemUTC().instant()));
    return id;
  }
}

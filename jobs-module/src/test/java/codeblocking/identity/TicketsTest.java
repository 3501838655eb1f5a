package codeblocking.identity;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.project.Author;
import codeblocking.project.ProjectId;
import codeblocking.project.UserId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Requirement 3 of the package: a ticket opens one door once, soon. */
final class TicketsTest {
  private static final Caller ADA =
      new Caller(new UserId("ada"), new Author("Ada", "ada@example.com"), Set.of("user"));
  private static final ProjectId PROJECT = ProjectId.random();

  private final SettableClock clock = new SettableClock();
  private final Tickets tickets = new Tickets(clock);

  @Test
  void a_ticket_opens_its_project() {
    assertThat(tickets.redeem(tickets.issue(ADA, PROJECT), PROJECT)).contains(ADA);
  }

  @Test
  void a_ticket_works_once() {
    String ticket = tickets.issue(ADA, PROJECT);
    assertThat(tickets.redeem(ticket, PROJECT)).isPresent();
    assertThat(tickets.redeem(ticket, PROJECT)).isEmpty();
  }

  @Test
  void a_ticket_opens_no_other_project_and_is_used_up_by_the_attempt() {
    String ticket = tickets.issue(ADA, PROJECT);
    assertThat(tickets.redeem(ticket, ProjectId.random())).isEmpty();
    assertThat(tickets.redeem(ticket, PROJECT)).isEmpty();
  }

  @Test
  void a_ticket_expires_after_30_seconds() {
    String ticket = tickets.issue(ADA, PROJECT);
    clock.now = clock.now.plus(Duration.ofSeconds(30));
    assertThat(tickets.redeem(ticket, PROJECT)).isEmpty();
  }

  @Test
  void a_made_up_ticket_opens_nothing() {
    assertThat(tickets.redeem("x", PROJECT)).isEmpty();
  }

  @Test
  void a_flood_pushes_out_the_oldest_only() {
    String oldest = tickets.issue(ADA, PROJECT);
    String newest = oldest;
    for (int i = 0; i < 10_000; i++) {
      newest = tickets.issue(ADA, PROJECT);
    }
    assertThat(tickets.redeem(oldest, PROJECT)).isEmpty();
    assertThat(tickets.redeem(newest, PROJECT)).isPresent();
  }

  private static final class SettableClock extends Clock {
    Instant now = Instant.parse("2026-11-23T10:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}

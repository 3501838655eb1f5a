package codeblocking.identity;

import codeblocking.project.ProjectId;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Lets a browser's WebSocket in, which can send no header: one use, one project, 30 seconds.
 *
 * <p>Held by the node that issued it, where the WebSocket goes, too.
 */
public final class Tickets {
  public static final Duration LIFETIME = Duration.ofSeconds(30);
  private static final int MOST = 10_000;

  private record Ticket(Caller caller, ProjectId project, Instant expiresAt) {}

  private final SecureRandom random = new SecureRandom();
  private final Map<String, Ticket> open = new LinkedHashMap<>();
  private final Clock clock;

  public Tickets(Clock clock) {
    this.clock = clock;
  }

  public synchronized String issue(Caller caller, ProjectId project) {
    makeRoom();
    byte[] bits = new byte[32];
    random.nextBytes(bits);
    String ticket = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    open.put(ticket, new Ticket(caller, project, clock.instant().plus(LIFETIME)));
    return ticket;
  }

  /** Whoever the ticket was issued to; it is used up, also by a wrong project. */
  public synchronized Optional<Caller> redeem(String ticket, ProjectId project) {
    return Optional.ofNullable(open.remove(ticket))
        .filter(
            held -> held.project().equals(project) && clock.instant().isBefore(held.expiresAt()))
        .map(Ticket::caller);
  }

  /** Oldest first, since all live equally long: what has expired, and one more when it is full. */
  private void makeRoom() {
    Instant now = clock.instant();
    Iterator<Ticket> oldestFirst = open.values().iterator();
    while (oldestFirst.hasNext()
        && (!now.isBefore(oldestFirst.next().expiresAt()) || open.size() >= MOST)) {
      oldestFirst.remove();
    }
  }
}

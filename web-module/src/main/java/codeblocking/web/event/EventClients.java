package codeblocking.web.event;

import codeblocking.event.Event;
import codeblocking.event.EventFeed;
import codeblocking.event.Events;
import codeblocking.project.ProjectId;
import codeblocking.web.problem.Problem;
import codeblocking.web.problem.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** All open streams: the feed's one thread tells them, another keeps them alive. */
public final class EventClients implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(EventClients.class.getName());
  private static final int MOST = 2000;
  private static final int MOST_OF_ONE_USER = 50;
  private static final int BATCH = 500;
  private static final int KEEP_ALIVE_SECONDS = 15;

  private final Events events;
  private final Set<EventClient> clients = ConcurrentHashMap.newKeySet();
  private final EventFeed.Subscription subscription;
  private final ScheduledExecutorService keeper;

  public EventClients(Events events, EventFeed feed) {
    this.events = events;
    subscription = feed.subscribe(event -> clients.forEach(client -> client.live(event)));
    keeper =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "event-keep-alive");
              thread.setDaemon(true);
              return thread;
            });
    var unused =
        keeper.scheduleAtFixedRate(
            this::keepAlive, KEEP_ALIVE_SECONDS, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS);
  }

  void add(EventClient client) {
    clients.add(client);
  }

  /** Refuses one too many, while the answer may still be a problem. */
  void admit(codeblocking.identity.Caller caller) {
    long own = clients.stream().filter(each -> each.caller().user().equals(caller.user())).count();
    if (clients.size() >= MOST || own >= MOST_OF_ONE_USER) {
      throw new Refusal(
          new Problem(
              429,
              "too many event streams are open; close some of them, one user may have 50",
              Duration.ofSeconds(10)));
    }
  }

  void remove(EventClient client) {
    clients.remove(client);
  }

  /** Queues what the client has missed; new events wait meanwhile, so that none comes twice. */
  void replay(EventClient client, long after, @Nullable ProjectId project) {
    long seen = after;
    List<Event> batch;
    boolean more = true;
    do {
      batch = events.after(seen, project, BATCH);
      for (Event event : batch) {
        seen = event.seq();
        more = more && client.replay(event);
      }
    } while (more && batch.size() == BATCH);
    client.replayed();
  }

  private void keepAlive() {
    try {
      clients.forEach(EventClient::keepAlive);
    } catch (RuntimeException e) {
      LOGGER.log(System.Logger.Level.WARNING, "Keep-alive failed; next one in 15 s", e);
    }
  }

  @Override
  public void close() {
    keeper.shutdownNow();
    subscription.close();
    clients.forEach(EventClient::end);
  }
}

package codeblocking.event;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells every new event to every subscriber of this process, in order, from one thread.
 *
 * <p>A commit of this process wakes it at once; commits of other nodes are seen within a second.
 */
public final class EventFeed implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(EventFeed.class.getName());
  private static final int BATCH = 500;
  // Other nodes' commits, and events that a gap held back, are seen no later than this.
  private static final long IDLE_MILLIS = 250;

  private final Events events;
  private final Semaphore wake = new Semaphore(0);
  private final List<Consumer<Event>> subscribers = new CopyOnWriteArrayList<>();
  private volatile boolean open = true;
  private @Nullable Thread thread;

  public EventFeed(Events events) {
    this.events = events;
    events.onCommit(wake::release);
  }

  /** A subscription; close to end it. */
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  /** The subscriber runs on the feed's thread: it must not block. */
  public Subscription subscribe(Consumer<Event> subscriber) {
    subscribers.add(subscriber);
    return () -> subscribers.remove(subscriber);
  }

  public void start() {
    Thread reader = new Thread(this::run, "event-feed");
    reader.setDaemon(true);
    thread = reader;
    reader.start();
  }

  private void run() {
    long last = -1;
    while (open) {
      try {
        if (last < 0) {
          last = events.last();
        }
        last = tell(last);
        wake.tryAcquire(IDLE_MILLIS, TimeUnit.MILLISECONDS);
        wake.drainPermits();
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOGGER.log(
            Level.WARNING,
            "Reading events after {0} failed; trying again in a moment: {1}",
            last,
            String.valueOf(e.getMessage()));
        pause();
      }
    }
  }

  private long tell(long from) {
    long last = from;
    while (true) {
      List<Event> batch = events.after(last, null, BATCH);
      for (Event event : batch) {
        last = event.seq();
        for (Consumer<Event> subscriber : subscribers) {
          tellOne(subscriber, event);
        }
      }
      if (batch.size() < BATCH) {
        return last;
      }
    }
  }

  private static void tellOne(Consumer<Event> subscriber, Event event) {
    try {
      subscriber.accept(event);
    } catch (RuntimeException e) {
      LOGGER.log(Level.WARNING, "A subscriber failed on event " + event.seq(), e);
    }
  }

  private void pause() {
    try {
      if (wake.tryAcquire(BATCH, 1, TimeUnit.SECONDS)) {
        wake.drainPermits();
      }
    } catch (InterruptedException e) {
      open = false;
    }
  }

  @Override
  public void close() {
    open = false;
    Thread reader = thread;
    if (reader != null) {
      reader.interrupt();
    }
  }
}

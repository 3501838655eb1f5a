package codeblocking.web.event;

import codeblocking.event.Event;
import codeblocking.identity.Caller;
import codeblocking.project.ProjectId;
import codeblocking.web.body.JsonText;
import codeblocking.web.job.EventJson;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One open stream. Whoever has something for it only queues it: bytes leave when the connection
 * takes them, and a client that takes none for long is let go.
 */
final class EventClient implements WriteListener {
  /** More than a healthy client ever has waiting; a replay longer than this comes in portions. */
  static final int MOST_WAITING = 2000;

  /** Keep-alives, of 15 s each, that found nothing taken since the one before. */
  private static final int MOST_STALLED = 4;

  private final Caller caller;
  private final @Nullable ProjectId project;
  private final AsyncContext connection;
  private final ServletOutputStream out;
  private final Queue<byte[]> waiting = new ArrayDeque<>();
  private final List<Event> early = new ArrayList<>();
  private boolean replaying;
  private boolean writable;
  private boolean ending;
  private boolean ended;
  private boolean moved;
  private int stalled;
  private long last;

  EventClient(
      Caller caller, @Nullable ProjectId project, AsyncContext connection, boolean replaying)
      throws IOException {
    this.caller = caller;
    this.project = project;
    this.connection = connection;
    this.out = connection.getResponse().getOutputStream();
    this.replaying = replaying;
    waiting.add(bytes("retry: 2000\n: connected\n\n"));
  }

  Caller caller() {
    return caller;
  }

  /** Starts the flow; once. */
  void open() {
    out.setWriteListener(this);
  }

  /** A new event, from the feed's thread: never blocks. */
  synchronized void live(Event event) {
    if (replaying) {
      early.add(event);
      if (early.size() > MOST_WAITING) {
        end();
      }
    } else {
      offer(event);
      drain();
    }
  }

  /**
   * An old event.
   *
   * @return false: enough for this connection; the client comes back for the rest
   */
  synchronized boolean replay(Event event) {
    offer(event);
    return !ending;
  }

  /** From here on events are new. */
  synchronized void replayed() {
    replaying = false;
    early.forEach(this::offer);
    early.clear();
    drain();
  }

  /** Also finds who no longer reads: what was left the last times is still there. */
  synchronized void keepAlive() {
    stalled = waiting.isEmpty() || moved ? 0 : stalled + 1;
    moved = false;
    if (stalled >= MOST_STALLED) {
      end();
    }
    if (waiting.isEmpty()) {
      waiting.add(bytes(": keep-alive\n\n"));
    }
    drain();
  }

  /** Ends the stream; the client may come back and name what it saw. */
  synchronized void end() {
    if (!ended) {
      ended = true;
      waiting.clear();
      early.clear();
      connection.complete();
    }
  }

  @Override
  public synchronized void onWritePossible() {
    writable = true;
    drain();
  }

  @Override
  public void onError(Throwable failure) {
    end(); // The client went away: nobody is left to tell.
  }

  private void offer(Event event) {
    if (ending || event.seq() <= last || !mayBeSeen(event)) {
      return;
    }
    last = event.seq();
    waiting.add(bytes(text(event)));
    // What is queued is still sent, in order; then the connection ends without a gap.
    ending = waiting.size() >= MOST_WAITING;
  }

  private void drain() {
    if (ended || !writable) {
      return;
    }
    try {
      while (out.isReady()) {
        byte[] next = waiting.poll();
        if (next == null) {
          out.flush();
          break;
        }
        out.write(next);
        moved = true;
      }
      if (ending && waiting.isEmpty()) {
        end();
      }
    } catch (IOException | IllegalStateException e) {
      end();
    }
  }

  private boolean mayBeSeen(Event event) {
    return (project == null || project.equals(event.projectId()))
        && (caller.isOperator() || caller.user().equals(event.owner()));
  }

  private static String text(Event event) {
    return "id: %d\nevent: %s\ndata: %s\n\n"
        .formatted(event.seq(), event.type(), JsonText.write(EventJson.of(event)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

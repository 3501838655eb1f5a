package codeblocking.web.terminal;

import codeblocking.container.ContainerId;
import codeblocking.container.EngineUnavailable;
import codeblocking.container.LiveContainer;
import codeblocking.project.Project;
import codeblocking.project.ProjectId;
import codeblocking.session.BeingStopped;
import codeblocking.terminal.Attachment;
import codeblocking.terminal.Readiness.Subscription;
import codeblocking.terminal.ReadinessListener;
import codeblocking.terminal.Start;
import codeblocking.terminal.Terminal;
import codeblocking.terminal.TooManyTerminals;
import codeblocking.terminal.Viewer;
import codeblocking.web.terminal.Admission.Visitor;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One client: comes in, waits for its container, watches its terminal, goes.
 *
 * <p>What may wait for the database or the engine runs in {@code turns}, one after the other; what
 * the client says is handed on at once, or kept until it is attached.
 */
final class TerminalClient implements Viewer, ReadinessListener {
  private static final System.Logger LOGGER = System.getLogger(TerminalClient.class.getName());

  private static final String IMPORTING =
      "The repository is still being imported: its files appear when that is done, and"
          + " until then nothing is saved to the branch.";

  private static final String NEW_SHELL =
      "The shell that you had is gone, as after a restart of the server; this is a new one. Your"
          + " files are as they were.";

  private static final String SHELL_WENT_ON =
      "The server was restarted. Your shell and what runs in it went on; what it wrote meanwhile is"
          + " not shown.";

  /** Typed before there is a shell. */
  private static final int MOST_EARLY = 1 << 20;

  private final Connection connection;
  private final Outbox outbox;
  private final Admission admission;
  private final TerminalServices services;
  private final TerminalBroadcast broadcast;
  private final Turns turns;
  private final AtomicBoolean gone = new AtomicBoolean();
  private volatile long heardAt = System.nanoTime();
  private volatile @Nullable ProjectId inside;

  // In turns only:
  private @Nullable Visitor visitor;
  private @Nullable Project project;
  private boolean attached;
  private @Nullable UUID session;
  private @Nullable Subscription subscription;
  private boolean guest;
  private Runnable opening = () -> {};

  private final Object lock = new Object();
  private final Deque<ByteBuffer> early = new ArrayDeque<>();
  private int earlyBytes;
  private Messages.FromClient.@Nullable Resize earlySize;
  private @Nullable Attachment attachment;
  private boolean warm;
  private boolean watching;

  TerminalClient(
      Connection connection,
      Admission admission,
      TerminalServices services,
      TerminalBroadcast broadcast,
      Turns turns) {
    this.connection = connection;
    this.outbox = new Outbox(connection, this::closed);
    this.admission = admission;
    this.services = services;
    this.broadcast = broadcast;
    this.turns = turns;
  }

  void knock(Knock knock) {
    turns.run(() -> guarded(() -> comeIn(knock)));
  }

  private void comeIn(Knock knock) throws Refused, BeingStopped {
    Visitor who = admission.recognize(knock);
    if (gone.get()) {
      return;
    }
    visitor = who;
    ProjectId id = who.project();
    broadcast.add(id, this);
    inside = id;
    // INVARIANT: a shell is shown before the ledger has the session only to a guest, since a stop
    // that nobody asked for goes no further while there is one.
    guest = services.terminals().guests().enter(id);
    if (guest) {
      opening =
          services
              .terminals()
              .whenOpen(id, who.terminal(), open -> turns.run(() -> opened(who, open)));
      services.terminals().ready(id, who.terminal()).ifPresent(open -> watch(who, open, true));
    }
    Project now = admission.project(who);
    session = services.sessions().open(id, who.caller().user(), who.terminal().value()).id();
    project = now;
    if (attached) {
      tellOfImport();
    }
    subscription = services.readiness().whenReady(now, who.caller().author(), this);
  }

  /** Work that may fail in ways the client is told of. */
  private interface Step {
    void run() throws Refused, EngineUnavailable, InterruptedException;
  }

  private void guarded(Step step) {
    try {
      step.run();
    } catch (Refused e) {
      close(e.code().number(), e.reason());
    } catch (BeingStopped e) {
      close(CloseCode.BEING_STOPPED, e);
    } catch (TooManyTerminals e) {
      close(CloseCode.LIMIT, e);
    } catch (EngineUnavailable e) {
      close(CloseCode.FAILED.number(), e.reason());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close(CloseCode.GOING_AWAY, e);
    } catch (RuntimeException e) {
      LOGGER.log(System.Logger.Level.WARNING, "a terminal's client could not be served", e);
      close(CloseCode.FAILED.number(), "the server failed; try again soon");
    }
  }

  @Override
  public void progress(String stage, long millis) {
    synchronized (lock) {
      if (watching) {
        return;
      }
    }
    send(Messages.progress(stage, millis));
  }

  @Override
  public void ready(LiveContainer container, boolean isWarm) {
    turns.run(() -> guarded(() -> attach(container.id(), isWarm)));
  }

  private void attach(ContainerId container, boolean isWarm)
      throws EngineUnavailable, InterruptedException {
    Visitor who = visitor;
    synchronized (lock) {
      if (who == null || watching || gone.get()) {
        return;
      }
    }
    watch(
        who,
        services.terminals().open(who.project(), container, who.terminal(), who.size()),
        isWarm);
  }

  /** Before the ledger tells that the container runs: the container's shell is there. */
  private void opened(Visitor who, Terminal open) {
    synchronized (lock) {
      if (watching || gone.get()) {
        return;
      }
    }
    watch(who, open, false);
  }

  /** Attaches, and hands on what was typed before. */
  private void watch(Visitor who, Terminal open, boolean isWarm) {
    synchronized (lock) {
      watching = true;
      warm = isWarm;
    }
    Attachment made = open.attach(this, who.seen(), who.size());
    boolean taken = true;
    synchronized (lock) {
      attachment = made;
      if (earlySize != null) {
        made.resize(earlySize.size());
      }
      while (taken && !early.isEmpty()) {
        taken = made.type(early.remove());
      }
    }
    if (!taken) {
      tooMuchTyped();
    }
  }

  @Override
  public void failed(String reason, int closeCode) {
    close(closeCode, reason);
  }

  @Override
  public void attached(Start start, Runnable done) {
    Visitor who = visitor;
    if (who == null) {
      return;
    }
    boolean isWarm;
    synchronized (lock) {
      isWarm = warm;
    }
    outbox.text(Messages.attached(who.terminal(), start, isWarm), done);
    if (start.which() != Start.Which.SAME) {
      String words = start.which() == Start.Which.CONTINUED ? SHELL_WENT_ON : NEW_SHELL;
      outbox.text(Messages.notice(Notice.of(Notice.RESTART, words)), () -> {});
    }
    attached = true;
    tellOfImport();
  }

  private void tellOfImport() {
    if (project != null && !project.filled()) {
      outbox.text(Messages.notice(Notice.of(Notice.IMPORT, IMPORTING)), () -> {});
    }
  }

  @Override
  public void output(ByteBuffer bytes, Runnable done) {
    outbox.binary(bytes, done);
    active();
  }

  @Override
  public void exited(int code) {
    outbox.text(Messages.exit(code), () -> {});
    outbox.close(CloseCode.EXIT, "the shell has ended");
  }

  @Override
  public void hungUp(String reason) {
    close(CloseCode.BEING_STOPPED.number(), reason);
  }

  @Override
  public void removed() {
    close(CloseCode.EXIT.number(), "the terminal was closed");
  }

  @Override
  public void overtaken() {
    close(CloseCode.TOO_SLOW.number(), "too slow: others were ahead; reconnect with your offset");
  }

  void typed(ByteBuffer bytes) {
    heard();
    active();
    boolean taken = true;
    synchronized (lock) {
      if (attachment != null) {
        taken = attachment.type(bytes);
      } else if (earlyBytes + bytes.remaining() > MOST_EARLY) {
        taken = false;
      } else {
        earlyBytes += bytes.remaining();
        early.add(ByteBuffer.allocate(bytes.remaining()).put(bytes).flip());
      }
    }
    if (!taken) {
      tooMuchTyped();
    }
  }

  private void active() {
    ProjectId project = inside;
    if (project != null) {
      broadcast.active(project);
    }
  }

  private void tooMuchTyped() {
    close(CloseCode.TOO_SLOW.number(), "more typed than the shell takes");
  }

  void said(String text) {
    heard();
    guarded(() -> obey(Messages.parse(text)));
  }

  private void obey(Messages.FromClient message) throws Refused {
    Attachment to;
    synchronized (lock) {
      to = attachment;
      if (to == null && message instanceof Messages.FromClient.Resize resize) {
        earlySize = resize;
      }
    }
    if (to == null) {
      return;
    }
    if (message instanceof Messages.FromClient.Resize resize) {
      to.resize(resize.size());
    } else if (message instanceof Messages.FromClient.Ack ack && !to.acknowledge(ack.offset())) {
      throw Messages.malformed("ack of bytes that were never sent");
    }
  }

  /** A sign of life. */
  void heard() {
    heardAt = System.nanoTime();
  }

  /** Pings, or gives up on a client that has been silent too long. */
  void beat(long nanoTime, long mostSilence) {
    if (nanoTime - heardAt > mostSilence) {
      close(CloseCode.TOO_SLOW.number(), "nothing was heard of the client");
    } else {
      connection.ping();
    }
  }

  /** A message of whoever has something to say to this project's clients. */
  void send(String json) {
    if (!outbox.text(json, () -> {})) {
      close(CloseCode.TOO_SLOW.number(), "too many messages wait");
    }
  }

  private void close(CloseCode code, Exception why) {
    close(code.number(), why.getMessage() == null ? code.name() : why.getMessage());
  }

  void close(int code, String reason) {
    closed();
    connection.close(code, reason);
  }

  /** The connection is over, whoever ended it; once. */
  void closed() {
    if (!gone.getAndSet(true)) {
      outbox.abandon();
      turns.run(this::leave);
    }
  }

  boolean isGone() {
    return gone.get();
  }

  private void leave() {
    opening.run();
    if (subscription != null) {
      subscription.close();
    }
    Attachment left;
    synchronized (lock) {
      left = attachment;
      early.clear();
    }
    if (left != null) {
      left.detach();
    }
    if (visitor != null) {
      broadcast.remove(visitor.project(), this);
    }
    UUID ending = session;
    if (ending != null) {
      // Until it has worked: a session that stays open would keep the container for ever.
      turns.untilDone(() -> services.sessions().close(ending));
    }
    if (visitor != null && guest) {
      services.terminals().guests().leave(visitor.project());
    }
  }
}

package codeblocking.prewarm;

import codeblocking.container.ContainerRecord;
import codeblocking.container.ContainerRecords;
import codeblocking.container.ContainerState;
import codeblocking.container.Containers;
import codeblocking.container.EngineUnavailable;
import codeblocking.container.LiveContainer;
import codeblocking.event.Event;
import codeblocking.event.EventFeed;
import codeblocking.job.JobId;
import codeblocking.job.JobState;
import codeblocking.job.QueueFull;
import codeblocking.job.StateConflict;
import codeblocking.project.Author;
import codeblocking.project.Project;
import codeblocking.project.ProjectId;
import codeblocking.terminal.Readiness;
import codeblocking.terminal.ReadinessListener;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Tells a client how far its project's container is, from the ledger's events. */
public final class Prewarming implements Readiness {
  private static final int LIMIT = 4429;
  private static final int NO_PROJECT = 4404;
  private static final int FAILED = 4500;

  private final RequestPrewarm request;
  private final Engine engine;
  private final EventFeed feed;
  private final Executor background;

  public Prewarming(RequestPrewarm request, Engine engine, EventFeed feed, Executor background) {
    this.request = request;
    this.engine = engine;
    this.feed = feed;
    this.background = background;
  }

  /** What we know of a container, and what the engine knows. */
  public record Engine(Containers containers, ContainerRecords records) {
    /** Ours says that it runs, and the engine does, too. */
    Optional<LiveContainer> running(ProjectId project) throws EngineUnavailable {
      Optional<ContainerRecord> record =
          records.find(project).filter(row -> row.state() == ContainerState.RUNNING);
      if (record.isEmpty()) {
        return Optional.empty();
      }
      Optional<LiveContainer> live =
          containers
              .find(project)
              .filter(found -> found.running() && found.id().equals(record.get().id()));
      if (live.filter(LiveContainer::paused).isPresent()) {
        // A stop is comparing it, or waits for the remote: whoever comes back goes first.
        containers.resume(project);
      }
      return live;
    }
  }

  @Override
  public Subscription whenReady(Project project, Author author, ReadinessListener listener) {
    Waiting waiting = new Waiting(project, author, listener);
    background.execute(waiting::begin);
    return waiting;
  }

  /** One client that waits. */
  private final class Waiting implements Subscription {
    private final Project asked;
    private final ProjectId project;
    private final Author author;
    private final ReadinessListener listener;
    private final long since = System.nanoTime();
    private final AtomicBoolean told = new AtomicBoolean();
    private final EventFeed.Subscription events;
    private volatile @Nullable JobId job;

    private Waiting(Project asked, Author author, ReadinessListener listener) {
      this.asked = asked;
      this.project = asked.id();
      this.author = author;
      this.listener = listener;
      // Before the first look, so that nothing falls between the look and the listening.
      this.events = feed.subscribe(this::hear);
    }

    private void begin() {
      try {
        request.thaw(asked);
        Optional<LiveContainer> live = engine.running(project);
        if (live.isPresent()) {
          request.author(asked, author);
          ready(live.get(), true);
          return;
        }
        // A row of a container that is gone must not answer "running" for it.
        engine
            .records()
            .find(project)
            .filter(row -> row.state() == ContainerState.RUNNING)
            .ifPresent(row -> engine.records().remove(project, row.id(), "it had ended"));
        ask();
      } catch (EngineUnavailable e) {
        fail(e.reason(), FAILED);
      } catch (LimitReached e) {
        fail(String.valueOf(e.getMessage()), LIMIT);
      } catch (QueueFull e) {
        fail(String.valueOf(e.getMessage()), LIMIT);
      } catch (StateConflict e) {
        fail(String.valueOf(e.getMessage()), NO_PROJECT);
      } catch (RuntimeException e) {
        fail("the container could not be asked for: " + e.getMessage(), FAILED);
      }
    }

    private void ask() throws EngineUnavailable {
      RequestPrewarm.Answer answer = request.request(asked, author, null);
      job = answer.job();
      progress("queued");
      // It may have come up between the look and the asking.
      engine.running(project).ifPresent(live -> ready(live, false));
    }

    private void hear(Event event) {
      if (!project.equals(event.projectId()) || !"prewarm".equals(event.data().get("kind"))) {
        return;
      }
      if (job == null || job.equals(event.jobId())) {
        background.execute(() -> heard(event));
      }
    }

    private void heard(Event event) {
      JobState state = event.to() == null ? null : JobState.valueOf(event.to());
      if (state == null || told.get()) {
        return;
      }
      switch (state) {
        case SUCCEEDED -> arrived();
        case DEAD, CANCELLED, EXPIRED, RESOLVED, SUPERSEDED ->
            fail(event.reason() == null ? "the container did not start" : event.reason(), FAILED);
        case RUNNING -> progress(event.data().getOrDefault("phase", "starting"));
        case READY -> progress("queued");
        case BLOCKED, SCHEDULED, LOST, RETRYING ->
            progress(event.reason() == null ? "waiting" : "waiting: " + event.reason());
      }
    }

    private void arrived() {
      try {
        engine
            .running(project)
            .ifPresentOrElse(
                live -> ready(live, false),
                () -> fail("the container ended as soon as it had started", FAILED));
      } catch (EngineUnavailable e) {
        fail(e.reason(), FAILED);
      }
    }

    private void progress(String stage) {
      if (!told.get()) {
        listener.progress(stage, Duration.ofNanos(System.nanoTime() - since).toMillis());
      }
    }

    private void ready(LiveContainer live, boolean warm) {
      if (told.compareAndSet(false, true)) {
        events.close();
        listener.ready(live, warm);
      }
    }

    private void fail(String reason, int code) {
      if (told.compareAndSet(false, true)) {
        events.close();
        listener.failed(reason, code);
      }
    }

    @Override
    public void close() {
      told.set(true);
      events.close();
    }
  }
}

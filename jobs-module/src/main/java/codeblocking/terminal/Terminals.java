package codeblocking.terminal;

import codeblocking.activity.Traffic;
import codeblocking.container.ContainerId;
import codeblocking.container.Containers;
import codeblocking.container.EngineUnavailable;
import codeblocking.container.TerminalStream;
import codeblocking.project.ProjectId;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;

/** All terminals of this process. */
public final class Terminals implements Shells, Traffic, Closeable {
  private static final int MOST_PER_PROJECT = 16;
  private static final TerminalName MAIN = new TerminalName("main");

  /** Until a viewer comes and tells its own. */
  private static final TerminalSize USUAL = new TerminalSize(80, 24);

  private final Containers containers;
  private final Executor background;
  private final Map<Key, Entry> entries = new HashMap<>();
  private final Map<ProjectId, MeteredStream.Meter> meters = new ConcurrentHashMap<>();

  /**
   * None yet.
   *
   * @param background for the questions to the engine when a shell has ended
   */
  public Terminals(Containers containers, Executor background) {
    this.containers = containers;
    this.background = background;
  }

  private record Key(ProjectId project, TerminalName name) {}

  private record Entry(ContainerId container, CompletableFuture<Terminal> terminal) {}

  /**
   * The project's terminal of that name in this container; opened where there is none. May wait for
   * the engine.
   *
   * @throws TooManyTerminals where one more would be too many
   */
  public Terminal open(
      ProjectId project, ContainerId container, TerminalName name, TerminalSize size)
      throws EngineUnavailable, InterruptedException {
    Key key = new Key(project, name);
    Entry fresh = new Entry(container, new CompletableFuture<>());
    Entry there;
    synchronized (entries) {
      there = entries.get(key);
      if (there == null || !there.container().equals(container)) {
        if (there == null && count(project) >= MOST_PER_PROJECT) {
          throw new TooManyTerminals(MOST_PER_PROJECT);
        }
        entries.put(key, fresh);
      }
    }
    if (there != null && there.container().equals(container)) {
      return awaited(there);
    }
    if (there != null) {
      hangUp(there);
    }
    return opened(key, fresh, size);
  }

  private static Terminal awaited(Entry entry) throws EngineUnavailable, InterruptedException {
    try {
      return entry.terminal().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof EngineUnavailable failure) {
        throw new EngineUnavailable(
            String.valueOf(failure.getMessage()), failure, failure.permanent());
      }
      throw new EngineUnavailable("opening a terminal failed", e, false);
    }
  }

  private Terminal opened(Key key, Entry entry, TerminalSize size) throws EngineUnavailable {
    try {
      TerminalStream stream =
          new MeteredStream(
              containers.terminal(entry.container(), size.cols(), size.rows()),
              meters.computeIfAbsent(key.project(), id -> new MeteredStream.Meter()));
      Terminal terminal =
          new Terminal(
              stream, size, Terminal.Limits.STANDARD, background, () -> forget(key, entry));
      synchronized (entries) {
        if (!entry.equals(entries.get(key))) {
          stream.close();
          throw new EngineUnavailable("the terminal was closed while it was opened", null, false);
        }
      }
      terminal.start();
      entry.terminal().complete(terminal);
      return terminal;
    } catch (EngineUnavailable | RuntimeException e) {
      forget(key, entry);
      entry.terminal().completeExceptionally(e);
      throw e;
    }
  }

  @Override
  public Flow of(ProjectId project) {
    MeteredStream.Meter meter = meters.get(project);
    return meter == null ? Flow.NONE : meter.flow();
  }

  private void forget(Key key, Entry entry) {
    synchronized (entries) {
      entries.remove(key, entry);
    }
  }

  private long count(ProjectId project) {
    return entries.keySet().stream().filter(key -> key.project().equals(project)).count();
  }

  @Override
  public void prepare(ProjectId project, ContainerId container) throws EngineUnavailable {
    try {
      open(project, container, MAIN, USUAL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineUnavailable("opening the main terminal was interrupted", e, false);
    }
  }

  @Override
  public void close(ProjectId project) {
    List<Entry> closing = new ArrayList<>();
    synchronized (entries) {
      entries.forEach(
          (key, entry) -> {
            if (key.project().equals(project)) {
              closing.add(entry);
            }
          });
      entries.values().removeAll(closing);
    }
    closing.forEach(Terminals::hangUp);
  }

  private static void hangUp(Entry entry) {
    entry.terminal().thenAccept(Terminal::close);
  }

  @Override
  public void close() {
    List<Entry> all;
    synchronized (entries) {
      all = List.copyOf(entries.values());
      entries.clear();
    }
    all.forEach(Terminals::hangUp);
  }
}

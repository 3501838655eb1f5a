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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All terminals of this process. */
public final class Terminals implements Shells, Traffic, Closeable {
  private static final int MOST_PER_PROJECT = 16;

  private final Containers containers;
  private final Executor background;
  private final Spares spares;
  private final Guests guests = new Guests();
  private final Map<Key, Entry> entries = new HashMap<>();
  private final Map<Key, List<Consumer<Terminal>>> waiting = new HashMap<>();

  /**
   * None yet.
   *
   * @param background for the questions to the engine when a shell has ended
   * @param later runs what it is given after a while: spare shells are made then
   */
  public Terminals(Containers containers, Executor background, Executor later) {
    this.containers = containers;
    this.background = background;
    this.spares = new Spares(containers, background, later);
  }

  private record Key(ProjectId project, TerminalName name) {}

  private record Entry(ContainerId container, CompletableFuture<Terminal> terminal) {
    @Nullable Terminal now() {
      Terminal there = terminal.isCompletedExceptionally() ? null : terminal.getNow(null);
      return there != null && there.alive() ? there : null;
    }
  }

  /** One of a project's terminals. */
  public record Open(TerminalName name, int viewers) {}

  public Guests guests() {
    return guests;
  }

  /**
   * The project's terminal of that name where it can be had without asking anybody: it is open, or
   * there is a spare shell. Its open connection says that the container lives.
   */
  public Optional<Terminal> ready(ProjectId project, TerminalName name) {
    Entry fresh;
    Terminal spare;
    ContainerId container;
    synchronized (entries) {
      Entry there = entries.get(new Key(project, name));
      if (there != null) {
        return Optional.ofNullable(there.now());
      }
      container = spares.container(project).orElse(null);
      if (container == null || count(project) >= MOST_PER_PROJECT) {
        return Optional.empty();
      }
      spare = spares.take(project, container);
      if (spare == null) {
        return Optional.empty();
      }
      fresh = new Entry(container, CompletableFuture.completedFuture(spare));
      entries.put(new Key(project, name), fresh);
    }
    spare.onEnd(() -> forget(new Key(project, name), fresh));
    spares.want(project, container);
    return Optional.of(spare);
  }

  /**
   * Tells when the terminal is opened by somebody else, such as whoever starts the container: that
   * is sooner than the ledger's word that it runs. The listener must not block.
   *
   * @return ends the telling
   */
  public Runnable whenOpen(ProjectId project, TerminalName name, Consumer<Terminal> listener) {
    Key key = new Key(project, name);
    synchronized (waiting) {
      waiting.computeIfAbsent(key, unused -> new ArrayList<>()).add(listener);
    }
    return () -> {
      synchronized (waiting) {
        waiting.computeIfPresent(
            key,
            (unused, all) -> {
              all.remove(listener);
              return all.isEmpty() ? null : all;
            });
      }
    };
  }

  private void tell(Key key, Terminal terminal) {
    List<Consumer<Terminal>> all;
    synchronized (waiting) {
      all = waiting.remove(key);
    }
    if (all != null) {
      all.forEach(each -> each.accept(terminal));
    }
  }

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
      hangUp(there, "its container is gone; there is another one");
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
      Terminal spare = spares.take(key.project(), entry.container());
      Terminal terminal = spare == null ? made(stream(key, entry.container(), size), size) : spare;
      synchronized (entries) {
        if (!entry.equals(entries.get(key))) {
          terminal.close("the terminal was closed while it was opened");
          throw new EngineUnavailable("the terminal was closed while it was opened", null, false);
        }
      }
      terminal.onEnd(() -> forget(key, entry));
      if (spare == null) {
        terminal.start();
      }
      entry.terminal().complete(terminal);
      tell(key, terminal);
      spares.want(key.project(), entry.container());
      return terminal;
    } catch (EngineUnavailable | RuntimeException e) {
      forget(key, entry);
      entry.terminal().completeExceptionally(e);
      throw e;
    }
  }

  @Override
  public Flow of(ProjectId project) {
    long typed = 0;
    long output = 0;
    synchronized (entries) {
      for (Map.Entry<Key, Entry> each : entries.entrySet()) {
        Terminal terminal = each.getKey().project().equals(project) ? each.getValue().now() : null;
        if (terminal != null) {
          typed += terminal.flow().typed();
          output += terminal.flow().output();
        }
      }
    }
    return new Flow(typed, output);
  }

  private TerminalStream stream(Key key, ContainerId container, TerminalSize size)
      throws EngineUnavailable {
    return key.name().equals(TerminalName.MAIN)
        ? containers.mainTerminal(container, size.cols(), size.rows())
        : containers.terminal(container, size.cols(), size.rows());
  }

  private Terminal made(TerminalStream stream, TerminalSize size) {
    return new Terminal(stream, size, Terminal.Limits.STANDARD, background);
  }

  private void forget(Key key, Entry entry) {
    synchronized (entries) {
      entries.remove(key, entry);
    }
  }

  private long count(ProjectId project) {
    return entries.keySet().stream().filter(key -> key.project().equals(project)).count();
  }

  /** In the order of their names. */
  public List<Open> list(ProjectId project) {
    List<Open> all = new ArrayList<>();
    synchronized (entries) {
      entries.forEach(
          (key, entry) -> {
            Terminal terminal = entry.now();
            if (key.project().equals(project) && terminal != null) {
              all.add(new Open(key.name(), terminal.viewers()));
            }
          });
    }
    all.sort(java.util.Comparator.comparing(open -> open.name().value()));
    return all;
  }

  /** Ends one for good, and its processes with it; where there is none, nothing happens. */
  public void remove(ProjectId project, TerminalName name) {
    Entry there;
    synchronized (entries) {
      there = entries.remove(new Key(project, name));
    }
    if (there != null) {
      var unused = there.terminal().thenAccept(Terminal::remove);
    }
  }

  @Override
  public void prepare(ProjectId project, ContainerId container) throws EngineUnavailable {
    try {
      open(project, container, TerminalName.MAIN, TerminalSize.USUAL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineUnavailable("opening the main terminal was interrupted", e, false);
    }
  }

  @Override
  public boolean seal(ProjectId project) {
    return guests.seal(project);
  }

  @Override
  public void unseal(ProjectId project) {
    guests.unseal(project);
  }

  @Override
  public void close(ProjectId project, String reason) {
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
    spares.close(project);
    closing.forEach(entry -> hangUp(entry, reason));
  }

  private static void hangUp(Entry entry, String reason) {
    var unused = entry.terminal().thenAccept(terminal -> terminal.close(reason));
  }

  /** The containers live on: those shells that can be found again do, too. */
  @Override
  public void close() {
    List<Entry> all;
    synchronized (entries) {
      all = List.copyOf(entries.values());
      entries.clear();
    }
    spares.close();
    all.forEach(
        entry -> {
          var unused = entry.terminal().thenAccept(Terminal::release);
        });
  }
}

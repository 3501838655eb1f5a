package codeblocking.pool;

import codeblocking.container.ContainerRequest;
import codeblocking.container.EngineUnavailable;
import codeblocking.container.LiveContainer;
import codeblocking.container.Spare;
import codeblocking.container.SpareContainers;
import codeblocking.settings.EnvironmentSettings;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.DoubleSupplier;

/** Gives ready containers away, and sees to it that there are some. */
public final class Pool {
  private static final System.Logger LOGGER = System.getLogger(Pool.class.getName());

  private final SpareContainers spares;
  private final Clock clock;
  private final Executor refills;
  private final Map<String, Stock> stocks = new LinkedHashMap<>();

  /** Made here and not given away: whatever becomes of them, they are removed. */
  private final Set<Spare> ours = ConcurrentHashMap.newKeySet();

  private volatile boolean open;

  /**
   * Makes nothing before {@link #open}.
   *
   * @param refills where spares are made; its threads are how many at once
   * @param random from 0 to 1
   */
  public Pool(
      SpareContainers spares,
      Collection<EnvironmentSettings> environments,
      Clock clock,
      Executor refills,
      DoubleSupplier random) {
    this.spares = spares;
    this.clock = clock;
    this.refills = refills;
    environments.forEach(each -> stocks.put(each.name(), new Stock(each, random)));
  }

  /** Removes what a life before has left, then fills. */
  public void open() {
    execute(
        () -> {
          try {
            spares.clear();
          } catch (EngineUnavailable e) {
            LOGGER.log(
                System.Logger.Level.WARNING,
                "The pool of a former life could not be cleared: {0}",
                e.reason());
          }
          open = true;
          look();
        });
  }

  /**
   * A ready container, with the project in it.
   *
   * @return empty: none is ready, or it cannot be done this way; start one
   */
  public Optional<LiveContainer> claim(ContainerRequest request) throws InterruptedException {
    Stock stock = stocks.get(request.environment().name());
    if (stock == null || !open) {
      return Optional.empty();
    }
    try {
      for (Spare spare = stock.take(); spare != null; spare = stock.take()) {
        Optional<LiveContainer> live = claim(stock, spare, request);
        if (live.isPresent() || spare.alive()) {
          return live;
        }
      }
      stock.miss(clock.instant());
      return Optional.empty();
    } finally {
      execute(this::look);
    }
  }

  private Optional<LiveContainer> claim(Stock stock, Spare spare, ContainerRequest request)
      throws InterruptedException {
    try {
      Optional<LiveContainer> live = spares.claim(spare, request);
      if (live.isPresent()) {
        ours.remove(spare);
        stock.hit(clock.instant());
      } else if (spare.alive()) {
        stock.putBack(spare);
      }
      return live;
    } catch (EngineUnavailable e) {
      LOGGER.log(
          System.Logger.Level.WARNING,
          "Project {0} is not served from the pool, but by a new container: {1}",
          request.projectId(),
          e.reason());
      stock.putBack(spare);
      return Optional.empty();
    }
  }

  /** Decides what is to be done, and leaves it to the refills; called often, and at any event. */
  public void look() {
    if (!open) {
      return;
    }
    for (Stock stock : stocks.values()) {
      boolean more = true;
      while (more) {
        more =
            switch (stock.next(clock.instant())) {
              case MAKE -> {
                execute(() -> make(stock));
                yield true;
              }
              case REMOVE -> {
                execute(() -> removeOne(stock));
                yield false;
              }
              case NOTHING -> false;
            };
      }
    }
  }

  private void make(Stock stock) {
    if (!open) {
      stock.interrupted();
      return;
    }
    try {
      Spare spare = spares.make(stock.environment());
      ours.add(spare);
      stock.made(spare);
      spare.whenEnded(() -> ended(stock, spare));
      if (!open) {
        stock.forget(spare);
        discard(spare);
      }
    } catch (EngineUnavailable e) {
      stock.failed(clock.instant(), e.reason(), e.permanent());
      LOGGER.log(
          System.Logger.Level.WARNING,
          "No spare container of {0}: {1}; it is tried again later",
          stock.environment().name(),
          e.reason());
    } catch (InterruptedException e) {
      stock.interrupted();
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      stock.failed(clock.instant(), "unexpected failure: " + e, false);
      LOGGER.log(System.Logger.Level.ERROR, "Unexpected failure of the pool", e);
    }
    look();
  }

  private void ended(Stock stock, Spare spare) {
    stock.forget(spare);
    execute(
        () -> {
          discard(spare);
          look();
        });
  }

  private void removeOne(Stock stock) {
    Spare spare = stock.take();
    if (spare != null) {
      discard(spare);
    }
  }

  /** A claimed one is its project's. */
  private void discard(Spare spare) {
    if (!ours.remove(spare)) {
      return;
    }
    try {
      spares.discard(spare);
    } catch (EngineUnavailable e) {
      LOGGER.log(
          System.Logger.Level.WARNING,
          "A spare container is left for the next start: {0}",
          e.reason());
    }
  }

  private void execute(Runnable work) {
    try {
      refills.execute(work);
    } catch (RejectedExecutionException e) {
      LOGGER.log(System.Logger.Level.DEBUG, "The pool is closed");
    }
  }

  public List<PoolStatus> status() {
    return stocks.values().stream().map(stock -> stock.status(clock.instant())).toList();
  }

  /** False: no such environment. */
  public boolean pause(String environment, boolean on) {
    Stock stock = stocks.get(environment);
    if (stock == null) {
      return false;
    }
    stock.pause(on);
    execute(this::look);
    return true;
  }

  /** Gives nothing away any more, and removes what is ready. */
  public void close() {
    open = false;
    stocks.values().forEach(stock -> stock.forgetAll());
    List.copyOf(ours).forEach(this::discard);
  }
}

package codeblocking.container;

import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import java.time.Duration;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Network namespaces that are made ahead, since making one is half of a container's start: each
 * held by a container that does nothing, given to one workspace, and gone with it.
 */
final class Namespaces {
  /** A workspace joins the namespace of the container that this precedes. */
  static final String JOIN = "container:";

  /** Of a container that holds a namespace. */
  static final String ROLE = "network";

  private static final System.Logger LOGGER = System.getLogger(Namespaces.class.getName());
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private final Engine engine;
  private final Naming naming;
  private final ContainerSpecification specification;
  private final Starting starting;
  private final int wanted;

  private final Deque<String> free = new ConcurrentLinkedDeque<>();

  /** Neither free nor joined yet: made or given away just now. */
  private final Set<String> between = ConcurrentHashMap.newKeySet();

  private final AtomicInteger asked = new AtomicInteger();
  private volatile boolean open;

  Namespaces(
      Engine engine,
      Naming naming,
      ContainerSpecification specification,
      Starting starting,
      int wanted) {
    this.engine = engine;
    this.naming = naming;
    this.specification = specification;
    this.starting = starting;
    this.wanted = wanted;
  }

  /** Removes what a former life left, and makes as many as are wanted. */
  void open() {
    open = wanted > 0;
    tend();
  }

  /** One that nobody else gets; {@link #joined} tells that the workspace has it, or none. */
  synchronized Optional<String> take() {
    Optional<String> holder = Optional.ofNullable(free.poll());
    holder.ifPresent(between::add);
    return holder;
  }

  /** Synchronized, so that none is on its way from the one to the other. */
  private synchronized Set<String> known() {
    Set<String> known = new HashSet<>(between);
    known.addAll(free);
    return known;
  }

  void joined(String holder) {
    between.remove(holder);
    tend();
  }

  /** A container is gone, and what it has joined may go, too. */
  void tend() {
    // Who asks while it is tended is heard by the round that follows.
    if (open && asked.getAndIncrement() == 0) {
      engine.execute(this::tendUntilNobodyAsks);
    }
  }

  private void tendUntilNobodyAsks() {
    int heard;
    do {
      heard = asked.get();
      try {
        removeUnused();
        fill();
      } catch (EngineUnavailable e) {
        // Without, a start takes longer; the next event tries again.
        LOGGER.log(System.Logger.Level.DEBUG, "no namespaces ahead: {0}", e.reason());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    } while (asked.addAndGet(-heard) > 0);
  }

  private void fill() throws EngineUnavailable, InterruptedException {
    while (open && free.size() < wanted) {
      String network = starting.network();
      String name = naming.holder(UUID.randomUUID().toString().substring(0, 8));
      String id =
          starting.spawning(
              Spawns.For.POOL,
              "making a network namespace",
              () -> {
                String made = specification.holder(engine.client(), name, network).exec().getId();
                between.add(made);
                engine.client().startContainerCmd(made).exec();
                return made;
              });
      made(id);
    }
  }

  private synchronized void made(String id) {
    free.add(id);
    between.remove(id);
  }

  private void removeUnused() throws EngineUnavailable {
    // Before the list: one that is joined meanwhile is not in it.
    Set<String> used = known();
    List<Container> all = engine.containers(naming.instance());
    for (Container each : all) {
      String mode = each.getHostConfig() == null ? null : each.getHostConfig().getNetworkMode();
      if (mode != null && mode.startsWith(JOIN)) {
        used.add(mode.substring(JOIN.length()));
      }
    }
    for (Container each : all) {
      if (ROLE.equals(each.getLabels().get(ContainerLabels.ROLE)) && !used.contains(each.getId())) {
        remove(each.getId());
      }
    }
  }

  private void remove(String id) throws EngineUnavailable {
    engine.call(
        "removing a network namespace",
        DEADLINE,
        () -> {
          try {
            engine.client().removeContainerCmd(id).withForce(true).exec();
          } catch (NotFoundException | ConflictException e) {
            // Gone, or going.
          }
          return id;
        });
  }

  /** Removes those that nobody has joined. */
  void close() {
    if (!open) {
      return;
    }
    open = false;
    free.clear();
    try {
      removeUnused();
    } catch (EngineUnavailable e) {
      LOGGER.log(
          System.Logger.Level.DEBUG, "namespaces are left for the next start: {0}", e.reason());
    }
  }
}

package codeblocking.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Network;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The network workspaces are on: by default a bridge of this instance's own. */
final class IsolatedNetwork {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final String ISOLATED = "isolated";

  /** Of the network's id, in the name that the engine gives its bridge. */
  private static final int BRIDGE_DIGITS = 12;

  private static final long GUARD_AGAIN = TimeUnit.MINUTES.toNanos(1);

  private final Engine engine;
  private final Naming naming;
  private final String configured;
  private final Firewall firewall = new Firewall(new HostCommand());
  private String guarded = "";
  private long guardedAt;

  IsolatedNetwork(Engine engine, Naming naming, String configured) {
    this.engine = engine;
    this.naming = naming;
    this.configured = configured;
  }

  /**
   * What to start a workspace on; the bridge is made where it is missing. By its id: a making that
   * we gave up waiting for goes on at the engine, and then two bear the name.
   */
  String name() throws EngineUnavailable {
    return configured.equals(ISOLATED)
        ? engine.call("network " + naming.network(), DEADLINE, this::ensured)
        : configured;
  }

  // Synchronized, since the engine itself lets two networks of one name be made at once.
  private synchronized String ensured() throws EngineUnavailable, InterruptedException {
    DockerClient client = engine.client();
    Optional<String> there = ours(client);
    String id = there.isPresent() ? there.get() : made(client);
    guard(id);
    return id;
  }

  /**
   * Before the first container is on it; and again now and then, since others set rules, too, but
   * then without keeping a start waiting.
   */
  private void guard(String id) throws InterruptedException {
    String bridge = "br-" + id.substring(0, Math.min(BRIDGE_DIGITS, id.length()));
    long now = System.nanoTime();
    if (!guarded.equals(id)) {
      boolean unused = firewall.guard(bridge);
    } else if (now - guardedAt > GUARD_AGAIN) {
      Thread again = new Thread(() -> guardAgain(bridge), "codeblocking-firewall");
      again.setDaemon(true);
      again.start();
    } else {
      return;
    }
    guarded = id;
    guardedAt = now;
  }

  private void guardAgain(String bridge) {
    try {
      boolean unused = firewall.guard(bridge);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String made(DockerClient client) throws EngineUnavailable {
    try {
      return client
          .createNetworkCmd()
          .withName(naming.network())
          .withDriver("bridge")
          .withCheckDuplicate(true)
          .withLabels(Map.of(ContainerLabels.INSTANCE, naming.instance()))
          // Containers reach the outside, and not one another.
          .withOptions(Map.of("com.docker.network.bridge.enable_icc", "false"))
          .exec()
          .getId();
    } catch (ConflictException e) {
      return ours(client).orElseThrow(() -> e);
    }
  }

  /** The same one for all who look; of further ones, those that nobody is on are removed. */
  private Optional<String> ours(DockerClient client) throws EngineUnavailable {
    List<Network> same =
        client.listNetworksCmd().withNameFilter(naming.network()).exec().stream()
            .filter(network -> network.getName().equals(naming.network()))
            .sorted(Comparator.comparing(Network::getId))
            .toList();
    for (Network network : same) {
      Map<String, String> labels = network.getLabels();
      if (labels == null || !naming.instance().equals(labels.get(ContainerLabels.INSTANCE))) {
        throw new EngineUnavailable(
            "the network %s exists and is not ours; remove it, or name another in codeblocking.network"
                .formatted(naming.network()),
            null,
            true);
      }
    }
    same.stream().skip(1).forEach(network -> removeUnused(client, network.getId()));
    return same.stream().map(Network::getId).findFirst();
  }

  private static void removeUnused(DockerClient client, String id) {
    try {
      client.removeNetworkCmd(id).exec();
    } catch (DockerException e) {
      // Somebody is on it, or it is gone.
    }
  }
}

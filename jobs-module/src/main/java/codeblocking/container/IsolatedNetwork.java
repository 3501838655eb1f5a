package codeblocking.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.model.Network;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The network workspaces are on: by default a bridge of this instance's own. */
final class IsolatedNetwork {
  private static final Duration DEADLINE = Duration.ofSeconds(15);
  private static final String ISOLATED = "isolated";

  private final Engine engine;
  private final Naming naming;
  private final String configured;

  IsolatedNetwork(Engine engine, Naming naming, String configured) {
    this.engine = engine;
    this.naming = naming;
    this.configured = configured;
  }

  /** The name to start a workspace with; the bridge is made where it is missing. */
  String name() throws EngineUnavailable {
    return configured.equals(ISOLATED)
        ? engine.call("network " + naming.network(), DEADLINE, this::ensured)
        : configured;
  }

  // Synchronized, since the engine itself lets two networks of one name be made at once.
  private synchronized String ensured() throws EngineUnavailable {
    DockerClient client = engine.client();
    if (ours(client)) {
      return naming.network();
    }
    try {
      client
          .createNetworkCmd()
          .withName(naming.network())
          .withDriver("bridge")
          .withCheckDuplicate(true)
          .withLabels(Map.of(ContainerLabels.INSTANCE, naming.instance()))
          // Containers reach the outside, and not one another.
          .withOptions(Map.of("com.docker.network.bridge.enable_icc", "false"))
          .exec();
    } catch (ConflictException e) {
      if (!ours(client)) {
        throw e;
      }
    }
    return naming.network();
  }

  private boolean ours(DockerClient client) throws EngineUnavailable {
    List<Network> same =
        client.listNetworksCmd().withNameFilter(naming.network()).exec().stream()
            .filter(network -> network.getName().equals(naming.network()))
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
    return !same.isEmpty();
  }
}

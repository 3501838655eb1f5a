package codeblocking.container;

import java.util.List;
import java.util.stream.Stream;

/** What containers on the isolated bridge may not reach, as {@code iptables-restore} reads it. */
final class FirewallRules {
  /** This host's and its neighbours', link-local ones (cloud metadata), and no public ones. */
  private static final List<String> CLOSED =
      List.of(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.168.0.0/16",
          "198.18.0.0/15",
          "224.0.0.0/4",
          "240.0.0.0/4");

  private static final String ANSWERS =
      "-A %s -m conntrack --ctstate ESTABLISHED,RELATED -j RETURN\n";

  private final String bridge;

  FirewallRules(String bridge) {
    this.bridge = bridge;
  }

  /** What goes through this host. */
  String forwarded() {
    return "CB-" + bridge.substring(bridge.indexOf('-') + 1);
  }

  /** What goes to this host itself. */
  String toHost() {
    return forwarded() + "-IN";
  }

  /**
   * Both chains anew; harmless when they are there already.
   *
   * @param nameServers of this host: names are asked for from inside the container's network
   */
  String restore(List<String> nameServers) {
    StringBuilder text = new StringBuilder("*filter\n");
    for (String chain : List.of(forwarded(), toHost())) {
      text.append(":%s - [0:0]\n".formatted(chain)).append(ANSWERS.formatted(chain));
    }
    for (String server : nameServers) {
      for (String protocol : List.of("udp", "tcp")) {
        text.append(
            "-A %s -d %s -p %s --dport 53 -j RETURN\n".formatted(forwarded(), server, protocol));
      }
    }
    for (String closed : CLOSED) {
      text.append("-A %s -d %s -j REJECT\n".formatted(forwarded(), closed));
    }
    text.append("-A %s -j REJECT\n".formatted(toHost()));
    return text.append("COMMIT\n").toString();
  }

  /** The two rules that lead into the chains: the engine's chain for users, and the host's own. */
  Stream<List<String>> jumps() {
    return Stream.of(
        List.of("DOCKER-USER", "-i", bridge, "-j", forwarded()),
        List.of("INPUT", "-i", bridge, "-j", toHost()));
  }
}

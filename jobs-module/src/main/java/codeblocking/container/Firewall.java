package codeblocking.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps the isolated bridge's containers from this host and from private addresses, where this
 * server may: as root, on the engine's own host, with iptables. {@code ./run doctor} tells.
 */
final class Firewall {
  private static final System.Logger LOGGER = System.getLogger(Firewall.class.getName());
  private static final Pattern NAME_SERVER =
      Pattern.compile("nameserver\\s+(\\d{1,3}(?:\\.\\d{1,3}){3})\\s*");
  private static final Pattern JUMP =
      Pattern.compile("-A (?:DOCKER-USER|INPUT) -i (br-[0-9a-f]{12}) -j CB-[0-9a-f]{12}(?:-IN)?");

  private final HostCommand commands;
  private final Path interfaces;

  Firewall(HostCommand commands) {
    this(commands, Path.of("/sys/class/net"));
  }

  Firewall(HostCommand commands, Path interfaces) {
    this.commands = commands;
    this.interfaces = interfaces;
  }

  /** Sets the rules, or finds them set; false: it cannot, and what is open stays open. */
  boolean guard(String bridge) throws InterruptedException {
    if (!Files.exists(interfaces.resolve(bridge))) {
      LOGGER.log(
          System.Logger.Level.WARNING,
          "The bridge {0} is not on this host: see ./run doctor for what containers reach",
          bridge);
      return false;
    }
    try {
      FirewallRules rules = new FirewallRules(bridge);
      succeed(List.of("iptables-restore", "--noflush", "-w", "5"), rules.restore(nameServers()));
      for (List<String> jump : rules.jumps().toList()) {
        if (!iptables("-C", jump).fine()) {
          succeed(command("-I", jump), "");
        }
      }
      forgetGone();
      return true;
    } catch (IOException e) {
      LOGGER.log(
          System.Logger.Level.WARNING,
          "No firewall rules for containers were set ({0}): see ./run doctor for what they reach",
          String.valueOf(e.getMessage()));
      return false;
    }
  }

  /** Rules of networks that were removed, whoever made them. */
  private void forgetGone() throws IOException, InterruptedException {
    for (String chain : List.of("DOCKER-USER", "INPUT")) {
      String listed = succeed(command("-S", List.of(chain)), "");
      for (String line : listed.lines().toList()) {
        Matcher jump = JUMP.matcher(line);
        if (jump.matches() && !Files.exists(interfaces.resolve(jump.group(1)))) {
          remove(new FirewallRules(jump.group(1)));
        }
      }
    }
  }

  private void remove(FirewallRules rules) throws IOException, InterruptedException {
    for (List<String> jump : rules.jumps().toList()) {
      // Already so is success.
      iptables("-D", jump);
    }
    for (String chain : List.of(rules.forwarded(), rules.toHost())) {
      iptables("-F", List.of(chain));
      iptables("-X", List.of(chain));
    }
  }

  private HostCommand.Result iptables(String verb, List<String> rule)
      throws IOException, InterruptedException {
    return commands.run(command(verb, rule), "");
  }

  private static List<String> command(String verb, List<String> rule) {
    List<String> command = new ArrayList<>(List.of("iptables", "-w", "5", verb));
    command.addAll(rule);
    return command;
  }

  private String succeed(List<String> command, String input)
      throws IOException, InterruptedException {
    HostCommand.Result result = commands.run(command, input);
    if (!result.fine()) {
      throw new IOException(command.get(0) + ": " + result.output().strip());
    }
    return result.output();
  }

  private static List<String> nameServers() {
    try {
      return Files.readAllLines(Path.of("/etc/resolv.conf")).stream()
          .map(NAME_SERVER::matcher)
          .filter(Matcher::matches)
          .map(matcher -> matcher.group(1))
          .filter(address -> !address.startsWith("127."))
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}

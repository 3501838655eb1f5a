package codeblocking.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What containers may not reach. */
class FirewallRulesTest {
  private final FirewallRules rules = new FirewallRules("br-0123456789ab");

  @Test
  void private_and_link_local_addresses_are_closed_and_answers_pass() {
    List<String> lines = rules.restore(List.of()).lines().toList();
    assertThat(lines)
        .containsSubsequence(
            "*filter",
            ":CB-0123456789ab - [0:0]",
            "-A CB-0123456789ab -m conntrack --ctstate ESTABLISHED,RELATED -j RETURN",
            "-A CB-0123456789ab -d 10.0.0.0/8 -j REJECT",
            "-A CB-0123456789ab -d 169.254.0.0/16 -j REJECT",
            "-A CB-0123456789ab -d 172.16.0.0/12 -j REJECT",
            "-A CB-0123456789ab -d 192.168.0.0/16 -j REJECT",
            "COMMIT");
  }

  @Test
  void nothing_of_this_host_is_reached_but_what_it_asked_for() {
    assertThat(rules.restore(List.of()).lines().filter(line -> line.contains("-IN ")))
        .containsExactly(
            ":CB-0123456789ab-IN - [0:0]",
            "-A CB-0123456789ab-IN -m conntrack --ctstate ESTABLISHED,RELATED -j RETURN",
            "-A CB-0123456789ab-IN -j REJECT");
  }

  @Test
  void a_private_name_server_is_reached_for_names_only_and_before_it_is_closed() {
    assertThat(rules.restore(List.of("10.0.0.2")).lines())
        .containsSubsequence(
            "-A CB-0123456789ab -d 10.0.0.2 -p udp --dport 53 -j RETURN",
            "-A CB-0123456789ab -d 10.0.0.2 -p tcp --dport 53 -j RETURN",
            "-A CB-0123456789ab -d 10.0.0.0/8 -j REJECT");
  }
}

package codeblocking.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemotePolicyTest {
  private static final List<String> HOSTS =
      List.of(
          "github.com",
          "gitlab.com",
          "git.corp:8443",
          "http://127.0.0.1:3000",
          "http://plain.org",
          "[::1]:9000");

  private final RemotePolicy policy =
      new RemotePolicy(HOSTS, host -> new InetAddress[] {InetAddress.getByName("140.82.121.3")});

  @ParameterizedTest
  @CsvSource({
    "https://github.com/a/b.git, github.com",
    "https://github.com:443/a/b, github.com",
    "https://GitHub.com/a/b, github.com",
    "HTTPS://github.com/a/b, github.com",
    "https://gitlab.com/group/sub/repo.git, gitlab.com",
    "https://git.corp:8443/x, git.corp:8443",
    "http://127.0.0.1:3000/x.git, 127.0.0.1:3000",
    "http://plain.org/x.git, plain.org",
    "http://plain.org:80/x.git, plain.org",
    "https://[::1]:9000/x, [::1]:9000",
    "https://github.com/a/b%20c, github.com",
    "https://github.com/a/-b, github.com",
  })
  void listed_hosts_are_taken(String url, String credentialHost) throws Exception {
    assertThat(policy.check(url).credentialHost()).isEqualTo(credentialHost);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/etc/passwd",
        "../other.git",
        "file:///etc",
        "file://github.com/a",
        "ssh://github.com/a/b",
        "ssh://git@github.com/a/b",
        "git@github.com:a/b.git",
        "git://github.com/a/b",
        "ext::sh -c id",
        "ftp://github.com/a",
        "amazon-s3://x/y",
        "bundle:///x",
        "jar:https://github.com/!/x",
        "//github.com/a/b",
        "https:github.com/a/b",
        "https:///a/b",
        "http://github.com/a/b",
        "https://plain.org/a",
        "https://127.0.0.1:3000/a",
        "http://127.0.0.1/a",
        "http://127.0.0.1:3001/a",
        "http://localhost:3000/a",
        "http://127.1:3000/a",
        "http://0x7f.1:3000/a",
        "http://0177.0.0.1:3000/a",
        "http://2130706433:3000/a",
        "http://[::ffff:127.0.0.1]:3000/a",
        "http://[::1]:9000/a",
        "https://[0:0:0:0:0:0:0:1]:9000/a",
        "http://0.0.0.0:3000/a",
        "http://169.254.169.254/latest/meta-data",
        "https://github.com./a/b",
        "https://github.com:444/a/b",
        "https://github.com:0/a/b",
        "https://github.com:99999/a/b",
        "https://github.com@evil.org/a/b",
        "https://evil.org@github.com/a/b",
        "https://user:pass@github.com/a/b",
        "https://github.com:x@evil.org/a",
        "https://evil.org#@github.com/a",
        "https://evil.org?@github.com/a",
        "https://evil.org\\@github.com/a",
        "https://github.com\\.evil.org/a",
        "https://github.com.evil.org/a/b",
        "https://evilgithub.com/a/b",
        "https://sub.github.com/a/b",
        "https://github.com/a b",
        "https://github.com/a\r\nHost: evil",
        "https://github.com/a%0d%0aHost:evil",
        "https://github.com/a%00b",
        "https://github.com/../a",
        "https://github.com/a/./b",
        "https://github.com",
        "https://github.com/",
        "https://github.com/a?x=y",
        "https://github.com/a#b",
        "https://gıthub.com/a/b",
        "https://github。com/a/b",
        "https://git.corp/a",
        " https://github.com/a/b",
        "-oProxyCommand=id",
        "--upload-pack=id",
      })
  void everything_else_is_refused(String url) {
    assertThatThrownBy(() -> policy.check(url)).isInstanceOf(RemoteRefused.class);
  }

  @Test
  void a_refusal_says_what_is_allowed() {
    assertThatThrownBy(() -> policy.check("git@github.com:a/b.git"))
        .hasMessageContaining("github.com, gitlab.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "10.1.2.3",
        "172.31.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "198.18.0.1",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "fd12::1",
        "ff02::1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:db8::1",
        "::ffff:10.0.0.1",
      })
  void a_public_host_may_not_lead_to_an_address_that_is_not(String address) throws Exception {
    RemotePolicy leading =
        new RemotePolicy(
            List.of("github.com", "git.corp:8443"),
            host -> new InetAddress[] {InetAddress.getByName(address)});

    assertThatThrownBy(() -> leading.addresses(leading.check("https://github.com/a/b")))
        .isInstanceOf(RemoteRefused.class);
    assertThat(leading.addresses(leading.check("https://git.corp:8443/a/b"))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"140.82.121.3", "8.8.8.8", "172.32.0.1", "2606:50c0:8000::153"})
  void public_addresses_are_public(String address) throws UnknownHostException {
    assertThat(PublicAddress.is(InetAddress.getByName(address))).isTrue();
  }

  @Test
  void a_name_bound_anew_between_look_and_connection_leads_nowhere_else() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    RemotePolicy rebinding =
        new RemotePolicy(
            List.of("github.com"),
            host ->
                new InetAddress[] {
                  InetAddress.getByName(looks.getAndIncrement() == 0 ? "140.82.121.3" : "127.0.0.1")
                });
    RemoteUrl url = rebinding.check("https://github.com/a/b");
    assertThat(rebinding.addresses(url)).hasSize(1);

    assertThatThrownBy(() -> rebinding.addresses(url)).isInstanceOf(RemoteRefused.class);
  }

  @Test
  void a_connection_is_made_to_the_remote_only() throws Exception {
    PinnedConnections connections =
        new PinnedConnections(
            policy.check("https://github.com/a/b"),
            InetAddress.getLoopbackAddress(),
            new Trail(Clock.systemUTC()),
            new Pace(SlowestRemote.USUAL),
            1 << 20);

    for (String other :
        List.of("https://evil.org/a", "http://github.com/a", "https://github.com:8/a")) {
      assertThatThrownBy(() -> connections.create(URI.create(other).toURL()))
          .hasMessageContaining("Refused");
    }
  }
}

package codeblocking.system;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.system.kit.Api;
import codeblocking.system.kit.Containers;
import codeblocking.system.kit.Git;
import codeblocking.system.kit.Json;
import codeblocking.system.kit.Server;
import codeblocking.system.kit.TerminalClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What the engine says of a workspace's container, and what can be tried from inside. */
@TestInstance(Lifecycle.PER_CLASS)
class HardeningIT {

  private final Server server = Shared.server();
  private final Api abe = server.as("abe");
  private String id = "";
  private @Nullable TerminalClient terminal;

  @BeforeAll
  void a_workspace() {
    id = abe.createProject("hardened");
    terminal = abe.attach(id);
  }

  @AfterAll
  void close() {
    inside().close();
    abe.discardAll();
  }

  private TerminalClient inside() {
    return Objects.requireNonNull(terminal);
  }

  @Test
  void it_runs_as_a_plain_user_without_any_capability() {
    JsonNode container = Containers.inspect(Containers.one(id));
    assertThat(container.path("Config").path("User").asText()).startsWith("10001");
    JsonNode host = container.path("HostConfig");
    assertThat(host.path("CapDrop").toString()).contains("ALL");
    assertThat(host.path("CapAdd").size()).isZero();
    assertThat(host.path("SecurityOpt").toString()).contains("no-new-privileges");
    assertThat(host.path("SecurityOpt").toString()).doesNotContain("unconfined");
    assertThat(host.path("Privileged").asBoolean()).isFalse();
    assertThat(host.path("ReadonlyRootfs").asBoolean()).isTrue();
    assertThat(host.path("Init").asBoolean()).isTrue();
    assertThat(host.path("PidMode").asText()).isNotEqualTo("host");
    assertThat(host.path("IpcMode").asText()).isNotEqualTo("host");
    assertThat(host.path("UTSMode").asText()).isNotEqualTo("host");
    assertThat(host.path("NetworkMode").asText()).isNotEqualTo("host");
    assertThat(host.path("Devices").size()).isZero();
    assertThat(host.path("RestartPolicy").path("Name").asText()).isIn("", "no");

    inside().run("test \"$(id -u)\" = 10001");
    inside().run("grep -q 'CapEff:.*0000000000000000' /proc/self/status");
    inside().run("grep -q 'NoNewPrivs:.*1' /proc/self/status");
    inside().run("grep -q 'Seccomp:.*2' /proc/self/status");
  }

  @Test
  void its_resources_have_bounds() {
    JsonNode host = Containers.inspect(Containers.one(id)).path("HostConfig");
    assertThat(host.path("PidsLimit").asLong()).isBetween(16L, 10_000L);
    assertThat(host.path("Memory").asLong()).isPositive();
    assertThat(host.path("MemorySwap").asLong()).isEqualTo(host.path("Memory").asLong());
    assertThat(host.path("NanoCpus").asLong() + host.path("CpuQuota").asLong()).isPositive();
    assertThat(host.path("Ulimits").size()).isPositive();
    JsonNode log = host.path("LogConfig");
    assertThat(log.path("Type").asText().equals("none") || log.path("Config").has("max-size"))
        .as("%s", log)
        .isTrue();
    host.path("Tmpfs").forEach(each -> assertThat(each.asText()).contains("size="));
  }

  @Test
  void it_sees_its_own_files_and_nothing_of_the_host() {
    JsonNode container = Containers.inspect(Containers.one(id));
    assertThat(container.path("Mounts").size()).isPositive();
    for (JsonNode mount : container.path("Mounts")) {
      Path source = Path.of(mount.path("Source").asText());
      assertThat(source)
          .as("%s", mount)
          .startsWith(server.dataDir())
          .isNotEqualTo(server.dataDir());
      boolean workspace = mount.path("Destination").asText().startsWith("/workspace");
      assertThat(workspace || !mount.path("RW").asBoolean()).as("%s", mount).isTrue();
    }
    assertThat(container.toString()).doesNotContain("docker.sock");
    inside().run("test ! -e /var/run/docker.sock");
    inside().run("! touch /etc/x 2>/dev/null");
    inside().run("! touch /usr/bin/x 2>/dev/null");
  }

  @Test
  void its_labels_say_whose_it_is() {
    String container = Containers.one(id);
    List<Containers.Listed> live = Containers.running(id);
    assertThat(live)
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.instance()).isEqualTo(server.instance()).isNotBlank();
              assertThat(one.name()).isEqualTo("cb-" + server.instance() + "-" + id);
            });
    JsonNode labels = Containers.inspect(container).path("Config").path("Labels");
    assertThat(labels.has("codeblocking.userId")).isTrue();
    assertThat(labels.path("codeblocking.userId").asText()).isIn("", "abe");
    assertThat(labels.path("codeblocking.projectId").asText()).isIn("", id);
  }

  @Test
  void from_inside_the_usual_ways_out_are_shut() {
    for (String attempt :
        List.of(
            "unshare -U true",
            "mount -t tmpfs none /mnt",
            "chroot / true",
            "mknod /tmp/dev b 8 0",
            "dmesg",
            "su -c true",
            "nsenter -t 1 -m true",
            "cat /proc/kcore",
            "echo 1 > /proc/sys/kernel/panic")) {
      inside().run("! { " + attempt + "; } >/dev/null 2>&1 </dev/null");
    }
  }

  @Test
  void it_reaches_neither_the_host_nor_its_neighbours() throws IOException {
    Api neighbour = server.as("neighbour");
    String other = neighbour.createProject("neighbour");
    JsonNode network =
        Json.read(Containers.docker("network", "inspect", "cb-" + server.instance())).path(0);
    String gateway = network.path("IPAM").path("Config").path(0).path("Gateway").asText();
    try (TerminalClient its = neighbour.attach(other);
        ServerSocket host = new ServerSocket(0, 5, InetAddress.getByName(gateway))) {
      its.run(
          "perl -MIO::Socket::INET -e '$| = 1; $s = IO::Socket::INET->new(LocalPort => 4711, Listen => 5);"
              + " print \"listens\\n\"; while ($c = $s->accept) { close $c }' > heard & true");
      its.run("until grep -q listens heard; do sleep 0.1; done");
      String address = addressIn(its.run("hostname -I"));
      its.run(reach(address, 4711));
      inside().run("! " + reach(address, 4711));

      new Socket(gateway, host.getLocalPort()).close();
      inside().run("! " + reach(gateway, host.getLocalPort()));
      inside().run("! " + reach(gateway, server.port()));
      inside().run("! " + reach("127.0.0.1", server.port()));
      inside().run("! " + reach("169.254.169.254", 80));
    }
    neighbour.discardAll();
  }

  private static String addressIn(String output) {
    Matcher found = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+").matcher(output);
    assertThat(found.find()).as(output).isTrue();
    return found.group();
  }

  private static String reach(String address, int port) {
    return "timeout 3 bash -c 'echo > /dev/tcp/%s/%d' 2>/dev/null".formatted(address, port);
  }

  @Test
  void bombs_stay_inside() {
    Api bomber = server.as("bomber");
    String bombed = bomber.createProject("bombs");
    try (TerminalClient its = bomber.attach(bombed)) {
      its.run("echo before > before.txt");
      for (String bomb :
          List.of(
              "(for i in $(seq 1 2000); do sleep 20 & done) 2>/dev/null",
              "timeout 10 tail /dev/zero",
              "timeout 10 sh -c 'yes > /tmp/flood'",
              "timeout 10 sh -c 'yes > flood; rm flood'")) {
        its.type("(" + bomb + ") >/dev/null 2>&1 & echo th\"row\"n\n");
        its.awaitOutput("thrown");
        // Others are served, and saved, all the while.
        inside().run("echo fine; date +%N > now.txt");
        String job = abe.persist(id);
        assertThat(abe.awaitJob(job, "SUCCEEDED").path("outcome").asText()).isEqualTo("DONE");
        server.with(null).get("/health/ready").expect(200);
      }
    }
    bomber.awaitSave(
        bombed, Duration.ofMinutes(2), save -> save.path("state").asText().equals("saved"));
    Containers.awaitNone(bombed, Duration.ofMinutes(2));
    assertThat(Git.clone(bomber, bombed).tree()).containsKey("before.txt");
    bomber.discardAll();
  }

  @Test
  void an_environment_brings_its_tools() {
    for (String[] each :
        new String[][] {
          {"node", "node --version"}, {"python", "python3 --version"}, {"java", "javac -version"}
        }) {
      String project =
          abe.post("/api/projects", Json.object("name", each[0], "environment", each[0]))
              .expect(201)
              .json()
              .path("project")
              .path("id")
              .asText();
      try (TerminalClient its = abe.attach(project)) {
        its.run(each[1]);
      }
      abe.delete("/api/projects/" + project + "?discard=true").expect(202);
    }
  }
}

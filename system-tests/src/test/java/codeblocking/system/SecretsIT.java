package codeblocking.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.remote.Faults;
import codeblocking.remote.FaultyGitServer;
import codeblocking.system.kit.Api;
import codeblocking.system.kit.Command;
import codeblocking.system.kit.Containers;
import codeblocking.system.kit.Server;
import codeblocking.system.kit.TerminalClient;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A secret goes to its own host, and is found nowhere else. */
class SecretsIT {

  private final Server server = Shared.server();
  private final FaultyGitServer git = Shared.git();

  @Test
  void a_credential_goes_to_its_host_and_is_in_no_answer_log_file_row_or_container()
      throws IOException {
    Api wim = server.as("wim");
    String canary = "canary" + UUID.randomUUID().toString().replace("-", "");
    String host = "127.0.0.1:" + git.port();
    wim.putCredential(host, "wim", canary);
    wim.putCredential("github.com", "wim", canary + "gh");
    String url = git.create("secret");
    Histories.small(url, 2000);
    git.faults("secret").requireBasic("wim", canary);

    String id = wim.importProject("secret", url);
    try (TerminalClient terminal = wim.attach(id)) {
      wim.awaitImported(id);
      terminal.run("echo w > work.txt");
      // A failure is where secrets are told: let there be one.
      git.faults("secret").fail(1, Faults.On.PUSH, 500);
      String job = wim.persist(id);
      wim.awaitJob(job, "SUCCEEDED");

      for (String path :
          List.of(
              "/api/projects",
              "/api/projects/" + id,
              "/api/projects/" + id + "/saves",
              "/api/jobs",
              "/api/jobs/" + job,
              "/api/credentials/" + host,
              "/metrics",
              "/openapi")) {
        assertThat(wim.get(path).text()).as(path).doesNotContain(canary);
      }
      String container = Containers.one(id);
      assertThat(Containers.docker("inspect", container)).doesNotContain(canary);
      assertThat(
              terminal.run(
                  "grep -rasl --include=* '"
                      + canary.substring(0, 20)
                      + "'\""
                      + canary.substring(20)
                      + "\" /workspace /home /run /tmp /etc 2>/dev/null | grep -c . | grep -x 0"))
          .doesNotContain("No such");
      terminal.run("! env | grep -i -E 'canary[0-9a-f]|CODEBLOCKING_.*(SECRET|TOKEN|PASSWORD)'");
      terminal.run("! tr '\\0' '\\n' < /proc/1/environ | grep canary[0-9a-f]");
    }
    wim.awaitSaved(id);
    assertThat(git.faults("secret").authorizations())
        .containsOnly(Faults.basicHeader("wim", canary));
    assertThat(Shared.evil().requests()).allMatch(each -> each.authorization() == null);

    assertThat(processes(canary)).as("environment and command line of processes").isEmpty();
    for (String file : List.of("db/ledger.mv.db", "git/" + id + ".git/config")) {
      assertThat(server.dataDir().resolve(file)).as("there to be searched").exists();
    }
    // Database, journal, logs, keys, git directories, workspaces: everything that is durable.
    Command.Ended grep = Command.of("grep", "-rlaF", canary, server.dataDir().toString()).run();
    assertThat(grep.output()).isEmpty();
    assertThat(server.output()).noneMatch(line -> line.contains(canary));
  }

  /** Those that hold it where any user of the machine may look, or their children inherit it. */
  private static List<String> processes(String canary) throws IOException {
    List<String> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : all) {
        for (String file : List.of("environ", "cmdline")) {
          try {
            if (Files.readString(process.resolve(file), ISO_8859_1).contains(canary)) {
              found.add(process + "/" + file);
            }
          } catch (IOException e) {
            // It has ended meanwhile.
          }
        }
      }
    }
    return found;
  }

  @Test
  void a_deleted_credential_is_used_no_more() {
    Api xia = server.as("xia");
    String url = git.create("revoked");
    Histories.small(url, 100);
    git.faults("revoked").requireBasic("xia", "xias-secret");
    String host = "127.0.0.1:" + git.port();
    xia.putCredential(host, "xia", "xias-secret");
    xia.delete("/api/credentials/" + host).expect(204);

    String id = xia.importProject("revoked", url);
    xia.awaitProject(
        id,
        "says that its import failed",
        Duration.ofSeconds(30),
        project -> project.path("import").path("state").asText().equals("failed"));
    assertThat(git.faults("revoked").authorizations()).isEmpty();
  }

  @Test
  void bearer_tokens_and_tickets_are_in_no_log() {
    Api yan = server.as("yan");
    String id = yan.createProject("log");
    String ticket = yan.ticket(id);
    try (TerminalClient terminal =
        server.with(null).terminal(id).ticket(ticket).open().awaitAttached()) {
      terminal.run("true");
    }
    String signature = yan.token().substring(yan.token().lastIndexOf('.') + 1);
    assertThat(server.output()).noneMatch(line -> line.contains(signature));
    assertThat(server.output()).noneMatch(line -> line.contains(ticket));
    assertThat(
            Command.of("grep", "-rlaF", "--include=*.log*", signature, server.dataDir().toString())
                .run()
                .output())
        .isEmpty();
  }

  @Test
  void the_data_directory_is_its_owners_alone() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(server.dataDir())))
        .isEqualTo("rwx------");
  }
}

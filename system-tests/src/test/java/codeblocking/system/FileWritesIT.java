package codeblocking.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.system.kit.Answer;
import codeblocking.system.kit.Api;
import codeblocking.system.kit.Await;
import codeblocking.system.kit.Containers;
import codeblocking.system.kit.Git;
import codeblocking.system.kit.Json;
import codeblocking.system.kit.TerminalClient;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Files of a workspace are changed from outside, with or without a container. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FileWritesIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final Api wes = Shared.server().as("wes");

  @AfterAll
  void tidy() {
    wes.discardAll();
  }

  @Test
  void what_is_written_without_a_container_ends_up_in_the_remote() throws IOException {
    String id = wes.createProject("written cold");
    Answer made = write(id, "src/" + Api.encode("Ünï code.txt"), "one\n").expect(201);
    assertThat(made.header("ETag"))
        .isNotEmpty()
        .isEqualTo(read(id, "src/" + Api.encode("Ünï code.txt")).header("ETag"));
    write(id, "gone.txt", "gone\n").expect(201);
    write(id, "old/a.txt", "a\n").expect(201);
    wes.send("PUT", at(id, "empty/"), BodyPublishers.noBody()).expect(201);
    wes.send("PUT", at(id, "empty/"), BodyPublishers.noBody()).expect(204);
    wes.post(at(id, "old"), Json.object("moveTo", "new/place")).expect(204);
    wes.delete(at(id, "gone.txt")).expect(204);
    assertThat(wes.project(id).path("unsaved").asBoolean()).isTrue();

    wes.awaitSaved(id);
    Git clone = Git.clone(wes, id);
    assertThat(clone.tree()).containsOnlyKeys("src/Ünï code.txt", "new/place/a.txt");
    assertThat(Files.readString(clone.directory().resolve("src/Ünï code.txt"))).isEqualTo("one\n");
    assertThat(Containers.running(id)).as("no container was needed").isEmpty();
  }

  @Test
  void what_is_written_and_what_is_typed_meet_in_a_running_container() throws IOException {
    String id = wes.createProject("written warm");
    try (TerminalClient terminal = wes.attach(id)) {
      terminal.run("mkdir d && printf 'old\\n' > d/run.sh && chmod 750 d/run.sh");
      Answer read = read(id, "d/run.sh").expect(200);
      Answer written =
          write(id, "d/run.sh", "echo ran-it\n", "If-Match", read.header("ETag")).expect(204);
      assertThat(terminal.run("./d/run.sh")).contains("ran-it");
      assertThat(terminal.run("stat -c '%U=%a' d/run.sh; echo own >> d/run.sh && id -un"))
          .containsPattern("(\\w+)=750\\s+\\1");
      assertThat(wes.get(at(id, "d/run.sh"), "If-None-Match", written.header("ETag")).status())
          .as("it was changed inside")
          .isEqualTo(200);
      write(id, "d/run.sh", "mine", "If-Match", written.header("ETag")).expectProblem(412);
      assertThat(read(id, "d/run.sh").text()).isEqualTo("echo ran-it\nown\n");

      write(id, "made/b.txt", "b\n").expect(201);
      assertThat(terminal.run("echo c > made/c.txt && ls -l made")).contains("b.txt", "c.txt");
      wes.delete(at(id, "made/")).expect(204);
      terminal.run("test ! -e made");
    }
    wes.awaitSaved(id);
    assertThat(Files.readString(Git.clone(wes, id).directory().resolve("d/run.sh")))
        .isEqualTo("echo ran-it\nown\n");
  }

  @Test
  void a_file_that_is_to_be_new_is_not_written_over_and_what_is_gone_is_not_made_again() {
    String id = wes.createProject("conditions");
    write(id, "a", "one", "If-None-Match", "*").expect(201);
    write(id, "a", "two", "If-None-Match", "*").expectProblem(412);
    write(id, "a", "two", "If-Match", "\"0\"").expectProblem(412);
    write(id, "b", "two", "If-Match", "*").expectProblem(412);
    wes.delete(at(id, "a"), "If-Match", "\"0\"").expectProblem(412);
    wes.post(at(id, "a"), Json.object("moveTo", "b"), "If-Match", "\"0\"").expectProblem(412);
    assertThat(read(id, "a").text()).isEqualTo("one");
    wes.get(at(id, "b")).expectProblem(404);
  }

  @Test
  void what_makes_no_sense_is_refused_and_changes_nothing() {
    String id = wes.createProject("refused writes");
    try (TerminalClient terminal = wes.attach(id)) {
      terminal.run(
          "mkdir folder; echo a > file; ln -s /etc door; ln -s /etc/passwd link; mkfifo p");
      for (String path : new String[] {"folder", "link", "p", "door/x", "file/x", "p/x"}) {
        write(id, path, "x").expectProblem(409);
      }
      for (String path : new String[] {".git/config", ".GIT/config", "a/.git/x", "..%2Fx", "%2F"}) {
        assertThat(write(id, path, "x").status()).as(path).isIn(400, 404);
      }
      wes.send("PUT", at(id, "made/"), BodyPublishers.ofString("x")).expectProblem(400);
      wes.delete(at(id, "folder")).expectProblem(409);
      wes.delete(at(id, "file/")).expectProblem(404);
      wes.delete(at(id, "none")).expectProblem(404);
      wes.delete("/api/projects/" + id + "/files/").expectProblem(405);
      wes.post(at(id, "none"), Json.object("moveTo", "x")).expectProblem(404);
      wes.post(at(id, "file"), Json.object("moveTo", "folder")).expectProblem(409);
      wes.post(at(id, "file"), Json.object("moveTo", "../x")).expectProblem(400);
      wes.post(at(id, "file"), Json.object("moveTo", ".git/hooks/pre-push")).expectProblem(400);
      wes.post(at(id, "file"), Json.object()).expectProblem(400);
      wes.post(at(id, "folder"), Json.object("moveTo", "folder/in")).expectProblem(400);
      assertThat(
              terminal.run("cat file; ls -A folder; ls -d made x || test ! -e .git/hooks/pre-push"))
          .contains("a");
    }
  }

  @Test
  void a_body_that_ends_early_leaves_what_was_there() throws IOException {
    String id = wes.createProject("half sent");
    write(id, "a", "whole").expect(201);
    half(id, "a", "Content-Length: 100\r\n\r\nhalf of it");
    half(id, "a", "Transfer-Encoding: chunked\r\n\r\na\r\nhalf of it\r\n");
    half(id, "b", "Content-Length: 100\r\n\r\nhalf of it");
    write(id, "last", "written after the halves were dropped").expect(201);
    assertThat(read(id, "a").text()).isEqualTo("whole");
    wes.get(at(id, "b")).expectProblem(404);
    Await.until(
        "nothing is left in the making",
        SOON,
        () -> List.of(Shared.server().dataDir().resolve("staging").toFile().list()),
        left -> left.stream().noneMatch(name -> name.startsWith("trash-making-")));
  }

  @Test
  void what_is_larger_than_the_quota_is_refused_before_it_is_sent() throws IOException {
    String id = wes.createProject("too large");
    try (Socket socket = opened()) {
      send(socket, id, "large", "Content-Length: %d\r\n\r\n".formatted((2L << 30) + 1));
      socket.setSoTimeout((int) SOON.toMillis());
      byte[] status = socket.getInputStream().readNBytes("HTTP/1.1 413".length());
      assertThat(new String(status, UTF_8)).isEqualTo("HTTP/1.1 413");
    }
    wes.get(at(id, "large")).expectProblem(404);
  }

  @Test
  void two_who_write_the_same_file_of_their_own_projects_do_not_meet() {
    Api xan = Shared.server().as("xan");
    String of = wes.createProject("of wes");
    String other = xan.createProject("of xan");
    write(of, "a", "by wes").expect(201);
    xan.send("PUT", at(other, "a"), BodyPublishers.ofString("by xan")).expect(201);
    xan.send("PUT", at(of, "a"), BodyPublishers.ofString("stolen")).expectProblem(404);
    xan.delete(at(of, "a")).expectProblem(404);
    xan.post(at(of, "a"), Json.object("moveTo", "b")).expectProblem(404);
    assertThat(read(of, "a").text()).isEqualTo("by wes");
    assertThat(xan.get(at(other, "a")).text()).isEqualTo("by xan");
    xan.discardAll();
  }

  private static String at(String id, String path) {
    return "/api/projects/" + id + "/files/" + path;
  }

  private Answer read(String id, String path) {
    return wes.get(at(id, path));
  }

  private Answer write(String id, String path, String text, String... headers) {
    return wes.send("PUT", at(id, path), BodyPublishers.ofString(text), headers);
  }

  /** Sends the beginning of a body and goes away. */
  private void half(String id, String path, String rest) throws IOException {
    try (Socket socket = opened()) {
      send(socket, id, path, rest);
    }
  }

  private static Socket opened() throws IOException {
    URI origin = URI.create(Shared.server().origin());
    return new Socket(origin.getHost(), origin.getPort());
  }

  private void send(Socket socket, String id, String path, String rest) throws IOException {
    String head =
        "PUT %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n"
            .formatted(
                at(id, path), URI.create(Shared.server().origin()).getAuthority(), wes.token());
    OutputStream out = socket.getOutputStream();
    out.write((head + rest).getBytes(UTF_8));
    out.flush();
  }
}

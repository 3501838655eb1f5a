package codeblocking.system;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.system.kit.Answer;
import codeblocking.system.kit.Api;
import codeblocking.system.kit.Containers;
import codeblocking.system.kit.Git;
import codeblocking.system.kit.TerminalClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Files of a workspace, with or without a container. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FilesIT {

  private final Api vic = Shared.server().as("vic");
  private String id = "";
  private String files = "";

  @BeforeAll
  void a_workspace_with_files_and_no_container() {
    id = vic.createProject("files");
    files = "/api/projects/" + id + "/files/";
    try (TerminalClient terminal = vic.attach(id)) {
      terminal.run("mkdir -p dir/sub; printf 'one\\n' > one.txt; printf 'deep' > dir/sub/deep.txt");
      terminal.run(
          "printf 'ü' > 'dir/Ünï code.txt'; head -c 5000 /dev/urandom > random.bin; : > empty");
      terminal.run(
          "ln -s /etc/passwd host; ln -s one.txt near; ln -s /etc outside; chmod +x one.txt");
    }
    vic.awaitSaved(id);
    Containers.awaitNone(id, Duration.ofSeconds(30));
  }

  @AfterAll
  void tidy() {
    vic.discardAll();
  }

  @Test
  void a_file_is_read_raw_with_its_etag() {
    Answer one = vic.get(files + "one.txt").expect(200);
    assertThat(one.text()).isEqualTo("one\n");
    assertThat(one.header("ETag")).matches("(W/)?\"[^\"]+\"");
    assertThat(vic.get(files + "one.txt").header("ETag")).isEqualTo(one.header("ETag"));
    assertThat(vic.get(files + "dir/" + Api.encode("Ünï code.txt")).expect(200).text())
        .isEqualTo("ü");
    assertThat(vic.get(files + "empty").expect(200).body()).isEmpty();
    // Content of a stranger is never a page of ours.
    assertThat(one.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(one.header("Content-Type")).doesNotContain("html");
  }

  @Test
  void a_folder_is_listed_and_a_tree_goes_deeper() {
    String list = "/api/projects/" + id + "/files?path=";
    String flat = vic.get(list).expect(200).text();
    assertThat(flat).contains("one.txt", "dir", "random.bin").doesNotContain("deep.txt");
    assertThat(vic.get(list + "dir").expect(200).text()).contains("sub", "Ünï code.txt");
    assertThat(vic.get(list + "&depth=5").expect(200).text()).contains("deep.txt");
    assertThat(flat).doesNotContain("\".git\"");
  }

  @Test
  void what_is_missing_or_outside_is_not_found() {
    vic.get(files + "missing.txt").expectProblem(404);
    for (String path :
        List.of(
            "..%2F..%2Fetc%2Fpasswd",
            "%2Fetc%2Fpasswd",
            "dir/..%2F..%2F..%2Fetc/passwd",
            "host",
            "outside/passwd",
            ".git/config",
            "dir/sub/deep.txt/x",
            "a%00b")) {
      Answer answer = vic.get(files + path);
      assertThat(answer.status()).as("%s", answer).isIn(400, 403, 404);
      assertThat(answer.text()).doesNotContain("root:x:");
    }
    Answer listed = vic.get("/api/projects/" + id + "/files?path=outside");
    assertThat(listed.text()).doesNotContain("passwd");
  }

  @Test
  void the_archive_is_the_saved_tree() throws IOException {
    Answer archive = vic.get("/api/projects/" + id + "/archive").expect(200);
    assertThat(archive.header("Content-Type")).startsWith("application/zip");
    Map<String, String> zipped = new TreeMap<>();
    try (ZipInputStream zip =
        new ZipInputStream(new ByteArrayInputStream(archive.body()), StandardCharsets.UTF_8)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (!entry.isDirectory()) {
          zipped.put(entry.getName(), Git.sha256(zip.readAllBytes()));
        }
      }
    }
    Map<String, String> saved = new TreeMap<>();
    Git.clone(vic, id)
        .tree()
        .forEach(
            (path, content) -> {
              if (!content.startsWith("link")) {
                saved.put(path, content.replaceAll("^(file|exec) ", ""));
              }
            });
    assertThat(saved).isNotEmpty();
    assertThat(zipped).containsAllEntriesOf(saved);
    assertThat(zipped.keySet()).noneMatch(name -> name.startsWith(".git/") || name.contains(".."));
    assertThat(Containers.running(id)).as("no container was needed").isEmpty();
  }
}

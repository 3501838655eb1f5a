package codeblocking.system;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.system.kit.Answer;
import codeblocking.system.kit.Api;
import codeblocking.system.kit.Listening;
import codeblocking.system.kit.Root;
import codeblocking.system.kit.Server;
import codeblocking.system.kit.TerminalClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the server shows to anybody, and that it shows nothing else. */
class SurfaceIT {

  private final Server server = Shared.server();
  private final Api nobody = server.with(null);

  @Test
  void health_metrics_and_openapi_need_no_token() {
    assertThat(nobody.get("/health/live").expect(200).json().path("status").asText())
        .isEqualTo("UP");
    assertThat(nobody.get("/health/ready").expect(200).json().path("status").asText())
        .isEqualTo("UP");
    assertThat(nobody.get("/metrics").expect(200).header("Content-Type")).startsWith("text/plain");
    nobody.get("/openapi").expect(200);
  }

  @Test
  void metrics_tell_what_matters() {
    Api zoe = server.as("zoe");
    String id = zoe.createProject("metrics");
    try (TerminalClient terminal = zoe.attach(id)) {
      terminal.run("echo w > work.txt");
    }
    zoe.awaitSaved(id);
    String text = nobody.get("/metrics").expect(200).text();
    Set<String> names = new HashSet<>();
    text.lines()
        .filter(line -> !line.startsWith("#") && !line.isBlank())
        .forEach(line -> names.add(line.split("[{ ]")[0].toLowerCase(Locale.ROOT)));
    assertThat(names).anyMatch(name -> name.contains("prompt"));
    assertThat(names).anyMatch(name -> name.contains("queue") || name.contains("wait"));
    assertThat(names).anyMatch(name -> name.contains("run"));
    assertThat(names).anyMatch(name -> name.contains("save"));
    assertThat(names).anyMatch(name -> name.contains("container"));
    assertThat(text).doesNotContain(id);
  }

  @Test
  void the_readme_names_every_endpoint_that_openapi_has_and_no_other() throws IOException {
    Set<String> documented =
        documentedCalls(Files.readString(Root.directory().resolve("README.md")));
    Set<String> served = new TreeSet<>();
    JsonNode paths = OwnershipIT.openapi(server).path("paths");
    paths
        .fieldNames()
        .forEachRemaining(
            path ->
                paths
                    .path(path)
                    .fieldNames()
                    .forEachRemaining(
                        method -> {
                          if (path.startsWith("/api")) {
                            served.add(
                                OwnershipIT.shape(method.toUpperCase(Locale.ROOT) + " " + path));
                          }
                        }));
    assertThat(documented).isNotEmpty().isEqualTo(served);
  }

  /**
   * The calls of the table's rows: {@code `POST /api/x/{id}/retry` · `/cancel`} are two, and so are
   * {@code `PUT /api/y` · `DELETE`}.
   */
  private static Set<String> documentedCalls(String readme) {
    Set<String> calls = new TreeSet<>();
    Pattern words = Pattern.compile("`([A-Z|\\\\]*) ?((?:/|…)[^` ?\\[]*)?[^`]*`");
    for (String line :
        readme.lines().filter(row -> row.startsWith("| `") && row.contains("/api")).toList()) {
      String methods = "";
      String path = "";
      Matcher word = words.matcher(line);
      int answers = line.indexOf(" | ");
      while (word.find()) {
        String method = word.group(1).replace("\\", "");
        String rest = word.group(2) == null ? "" : word.group(2).replace("…", "/api/projects/{id}");
        // In the column of the answers only whole calls count.
        boolean whole = !method.isEmpty() && !rest.isEmpty();
        boolean part = !method.isEmpty() || !rest.isEmpty();
        if (!part || (word.start() > answers && !whole)) {
          continue;
        }
        methods = method.isEmpty() ? methods : method;
        if (rest.startsWith("/api")) {
          path = rest;
        } else if (!rest.isEmpty()) {
          path = path.substring(0, path.lastIndexOf('/')) + rest;
        }
        for (String each : methods.split("\\|")) {
          calls.add(OwnershipIT.shape(each + " " + path));
        }
      }
    }
    return calls;
  }

  @Test
  void only_the_http_port_listens_and_only_on_loopback() {
    Set<String> all = new TreeSet<>();
    server.tree().forEach(process -> all.addAll(Listening.addressesOf(process.pid())));
    assertThat(all).containsExactly("loopback:" + server.port());
  }

  @Test
  void the_pages_are_served_from_here_alone() {
    String cookie = signIn();
    for (String path : new String[] {"/", "/console"}) {
      Answer page = nobody.get(path, "Cookie", cookie).expect(200);
      assertThat(page.header("Content-Type")).startsWith("text/html");
      assertThat(page.text())
          .as("no other host in %s", path)
          .doesNotContainPattern(
              "(?i)(src|href)\\s*=\\s*[\"'](https?:)?//(?!127\\.0\\.0\\.1|localhost)");
      assertThat(page.header("Content-Security-Policy")).isNotBlank();
      assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(page.header("X-Frame-Options") + page.header("Content-Security-Policy"))
          .containsPattern("(?i)DENY|SAMEORIGIN|frame-ancestors");
    }
    assertThat(nobody.get("/ide/" + UUID.randomUUID(), "Cookie", cookie).status()).isIn(200, 404);
  }

  private String signIn() {
    Answer answer =
        nobody.get(server.readyLink().getRawPath() + "?" + server.readyLink().getRawQuery());
    return answer.header("Set-Cookie").split(";")[0];
  }

  @Test
  void an_error_tells_no_inside() {
    for (String path : new String[] {"/api/nonsense", "/nonsense", "/git/nonsense.git/info/refs"}) {
      Answer answer = nobody.get(path);
      assertThat(answer.status()).as("%s", answer).isBetween(400, 499);
      assertThat(answer.text()).doesNotContain("Exception").doesNotContain("\tat ");
      assertThat(answer.header("Server")).doesNotContainPattern("\\d+\\.\\d+");
      assertThat(answer.header("X-Powered-By")).isEmpty();
    }
  }
}

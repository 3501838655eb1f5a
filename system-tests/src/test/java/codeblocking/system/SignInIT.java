package codeblocking.system;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.system.kit.Answer;
import codeblocking.system.kit.Api;
import codeblocking.system.kit.Await;
import codeblocking.system.kit.Json;
import codeblocking.system.kit.Server;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who gets in, from where, and by what. */
class SignInIT {

  private final Server server = Shared.server();
  private final Api sam = server.as("sam");

  @Test
  void a_token_that_is_none_or_not_ours_is_refused_with_a_problem() {
    String good = sam.token();
    String[] parts = good.split("\\.");
    String none = encode("{\"alg\":\"none\"}") + "." + parts[1] + ".";
    String grown =
        parts[0]
            + "."
            + encode(decode(parts[1]).replace("\"user\"", "\"operator\""))
            + "."
            + parts[2];
    for (String token :
        List.of(
            "garbage", "a.b.c", none, grown, good.substring(0, good.length() - 8), good + "x")) {
      Answer answer = server.with(token).get("/api/projects").expectProblem(401);
      assertThat(answer.text()).doesNotContain(token);
    }
    server.with(null).get("/api/projects").expectProblem(401);
    server.with(null).get("/api/projects?token=" + good).expectProblem(401);
  }

  @Test
  void a_token_expires() {
    String brief = server.mint(Map.of("CODEBLOCKING_TOKEN_LIFETIME", "PT2S"), "sam");
    Await.until(
        "the token is refused",
        Duration.ofSeconds(90),
        () -> server.with(brief).get("/api/projects").status() == 401);
    server.with(brief).get("/api/projects").expectProblem(401);
  }

  @Test
  void the_token_of_another_instance_is_worth_nothing_here() {
    String other = SecondServer.get().token("sam");
    server.with(other).get("/api/projects").expectProblem(401);
  }

  @Test
  void the_ready_link_signs_a_browser_in_with_a_cookie_and_leaves_the_address() {
    Answer first = enter();
    String location = first.header("Location");
    assertThat(location).doesNotContain("token");
    String cookie = first.header("Set-Cookie");
    assertThat(cookie.toLowerCase(Locale.ROOT)).contains("httponly").contains("samesite=strict");

    Api browser = server.with(null);
    String pair = cookie.split(";")[0];
    browser.get("/api/projects", "Cookie", pair).expect(200);
    browser.get("/api/queues", "Cookie", pair).expect(200);
  }

  @Test
  void cookies_of_two_instances_on_one_host_have_different_names() {
    String here = enter().header("Set-Cookie").split("=")[0];
    URI link = SecondServer.get().readyLink();
    String there =
        SecondServer.get()
            .with(null)
            .get(link.getRawPath() + "?" + link.getRawQuery())
            .header("Set-Cookie")
            .split("=")[0];
    assertThat(here).isNotBlank().isNotEqualTo(there);
  }

  private Answer enter() {
    URI link = server.readyLink();
    Answer answer = server.with(null).get(link.getRawPath() + "?" + link.getRawQuery());
    assertThat(answer.status()).as("%s", answer).isIn(302, 303, 307);
    return answer;
  }

  @Test
  void a_write_by_cookie_needs_an_origin_of_ours() {
    Api browser = server.with(null);
    String cookie = enter().header("Set-Cookie").split(";")[0];
    for (String[] headers :
        new String[][] {
          {"Cookie", cookie},
          {"Cookie", cookie, "Origin", "https://evil.example"},
          {"Cookie", cookie, "Origin", "null"},
          {"Cookie", cookie, "Origin", Shared.IDE_ORIGIN},
          {"Cookie", cookie, "Origin", "http://127.0.0.1:1"}
        }) {
      browser.post("/api/projects", Json.object("name", "forged"), headers).expectProblem(403);
    }
    Answer made =
        browser.post(
            "/api/projects",
            Json.object("name", "by cookie"),
            "Cookie",
            cookie,
            "Origin",
            server.origin());
    String id = made.expect(201).json().path("project").path("id").asText();
    browser
        .send(
            "DELETE",
            "/api/projects/" + id + "?discard=true",
            BodyPublishers.noBody(),
            "Cookie",
            cookie,
            "Origin",
            server.origin())
        .expect(202);
  }

  @Test
  void a_configured_origin_may_call_and_others_get_no_permission() {
    Api browser = server.with(null);
    Answer preflight = preflight(browser, Shared.IDE_ORIGIN);
    assertThat(preflight.status()).isIn(200, 204);
    assertThat(preflight.header("Access-Control-Allow-Origin")).isEqualTo(Shared.IDE_ORIGIN);
    assertThat(preflight.header("Access-Control-Allow-Headers").toLowerCase(Locale.ROOT))
        .contains("authorization");
    assertThat(preflight.header("Vary")).containsIgnoringCase("Origin");
    for (String evil :
        List.of("https://evil.example", "null", "https://ide.example.com.evil.example")) {
      assertThat(preflight(browser, evil).header("Access-Control-Allow-Origin")).isEmpty();
      assertThat(sam.get("/api/projects", "Origin", evil).header("Access-Control-Allow-Origin"))
          .isEmpty();
    }
    assertThat(
            sam.get("/api/projects", "Origin", Shared.IDE_ORIGIN)
                .header("Access-Control-Allow-Origin"))
        .isEqualTo(Shared.IDE_ORIGIN);
  }

  private static Answer preflight(Api browser, String origin) {
    return browser.send(
        "OPTIONS",
        "/api/projects",
        BodyPublishers.noBody(),
        "Origin",
        origin,
        "Access-Control-Request-Method",
        "POST",
        "Access-Control-Request-Headers",
        "authorization,content-type");
  }

  @Test
  void fire_and_forget_calls_without_a_content_type_work_from_a_configured_origin() {
    String id = sam.createProject("fire and forget");
    for (String body : List.of("{\"environment\":\"base\"}", "{}", "")) {
      for (String[] type :
          new String[][] {
            {}, {"Content-Type", "text/plain;charset=UTF-8"}, {"Content-Type", "application/json"}
          }) {
        String[] headers = new String[type.length + 2];
        System.arraycopy(type, 0, headers, 0, type.length);
        headers[type.length] = "Origin";
        headers[type.length + 1] = Shared.IDE_ORIGIN;
        for (String call : List.of("prewarm", "persist")) {
          Answer answer =
              sam.send(
                  "POST",
                  "/api/projects/" + id + "/" + call,
                  body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body),
                  headers);
          answer.expect(202);
          assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(Shared.IDE_ORIGIN);
        }
      }
    }
    sam.stop(id);
  }

  @Test
  void a_users_name_is_that_of_the_token_and_odd_ones_do_no_harm() {
    Api odd = server.as("o'brien \"x\" <b>");
    String id = odd.createProject("odd user");
    assertThat(odd.project(id).path("id").asText()).isEqualTo(id);
    sam.get("/api/projects/" + id).expectProblem(404);
  }

  private static String encode(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(String part) {
    return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
  }
}

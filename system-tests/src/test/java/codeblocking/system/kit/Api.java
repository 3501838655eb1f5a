package codeblocking.system.kit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The REST calls of the contract as one user makes them. */
public final class Api {

  /** States of a job from which nothing moves it but a person. */
  public static final Set<String> TERMINAL =
      Set.of("SUCCEEDED", "DEAD", "RESOLVED", "CANCELLED", "SUPERSEDED", "EXPIRED");

  static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  private static final Duration REQUEST = Duration.ofSeconds(30);
  private static final Duration AFTER_END = Duration.ofSeconds(4);

  private final Server server;
  private final String user;
  private final @Nullable String token;
  private final List<String> made = new CopyOnWriteArrayList<>();

  Api(Server server, String user, @Nullable String token) {
    this.server = server;
    this.user = user;
    this.token = token;
  }

  public String user() {
    return user;
  }

  public Server server() {
    return server;
  }

  public String token() {
    if (token == null) {
      throw new IllegalStateException("Nobody has no token");
    }
    return token;
  }

  // ---- projects

  /** A new project on the built-in git host, in the environment {@code base}. */
  public String createProject(String name) {
    return created(post("/api/projects", Json.object("name", name)));
  }

  /** A project that is imported; the clone may not have begun yet. */
  public String importProject(String name, String url) {
    return created(post("/api/projects", Json.object("name", name, "remoteUrl", url)));
  }

  private String created(Answer answer) {
    String id = answer.expect(201).json().path("project").path("id").asText();
    made.add(id);
    return id;
  }

  public JsonNode project(String id) {
    return get("/api/projects/" + id).expect(200).json().path("project");
  }

  /** Waits until the project is so. */
  public JsonNode awaitProject(
      String id, String what, Duration atMost, Predicate<? super JsonNode> wanted) {
    return Await.until("project " + what, atMost, () -> project(id), wanted);
  }

  public JsonNode awaitImported(String id) {
    return awaitProject(
        id,
        "is imported",
        Duration.ofSeconds(60),
        project -> project.path("import").path("state").asText().equals("done"));
  }

  public JsonNode awaitRunning(String id) {
    return awaitProject(
        id,
        "has a running container",
        Duration.ofSeconds(60),
        project ->
            !project.path("container").isNull() && !project.path("container").isMissingNode());
  }

  /** Waits until nothing of the project is missing in the remote, and answers its last save. */
  public JsonNode awaitSaved(String id) {
    return awaitProject(
            id,
            "is saved",
            Duration.ofSeconds(60),
            project ->
                project.path("lastSave").path("state").asText().equals("saved")
                    && !project.path("unsaved").asBoolean(true))
        .path("lastSave");
  }

  public String prewarm(String id) {
    return post("/api/projects/" + id + "/prewarm", Json.object())
        .expect(202)
        .json()
        .path("jobId")
        .asText();
  }

  public String persist(String id, Object... pairs) {
    return post("/api/projects/" + id + "/persist", Json.object(pairs))
        .expect(202)
        .json()
        .path("jobId")
        .asText();
  }

  public String stop(String id) {
    return post("/api/projects/" + id + "/stop", Json.object())
        .expect(202)
        .json()
        .path("jobId")
        .asText();
  }

  /** Without local snapshots. */
  public List<JsonNode> saves(String id) {
    return Json.list(
        get("/api/projects/" + id + "/saves?snapshots=false").expect(200).json().path("saves"));
  }

  /** Snapshots too. */
  public List<JsonNode> timeline(String id) {
    return Json.list(
        get("/api/projects/" + id + "/saves?limit=200").expect(200).json().path("saves"));
  }

  public JsonNode awaitSave(String id, Duration atMost, Predicate<? super JsonNode> wanted) {
    return Await.until(
            "a save as wanted", atMost, () -> saves(id), saves -> saves.stream().anyMatch(wanted))
        .stream()
        .filter(wanted)
        .findFirst()
        .orElseThrow();
  }

  public String ticket(String id) {
    return post("/api/projects/" + id + "/ticket", Json.object())
        .expect(200)
        .json()
        .path("ticket")
        .asText();
  }

  public void putCredential(String host, String username, String secret) {
    put("/api/credentials/" + host, Json.object("username", username, "secret", secret))
        .expect(204);
  }

  // ---- jobs

  public JsonNode job(String id) {
    return get("/api/jobs/" + id).expect(200).json().path("job");
  }

  public JsonNode awaitJob(String id, String... states) {
    return awaitJob(id, Duration.ofSeconds(60), states);
  }

  /** Waits for one of the states; soon gives up on a job that has ended in another. */
  public JsonNode awaitJob(String id, Duration atMost, String... states) {
    List<String> wanted = Arrays.asList(states);
    String what = "job is one of " + wanted;
    JsonNode ended =
        Await.until(
            what,
            atMost,
            () -> job(id),
            job -> wanted.contains(state(job)) || TERMINAL.contains(state(job)));
    if (wanted.contains(state(ended))) {
      return ended;
    }
    // A retry that was just accepted may still show the end before it.
    return Await.until(what, AFTER_END, () -> job(id), job -> wanted.contains(state(job)));
  }

  private static String state(JsonNode job) {
    return job.path("state").asText();
  }

  /** The jobs that a query finds, of its first page. */
  public List<JsonNode> jobs(String query) {
    return Json.list(get("/api/jobs?" + query).expect(200).json().path("jobs"));
  }

  // ---- streams

  /** A terminal about to be opened with this user's token. */
  public TerminalClient.Opening terminal(String projectId) {
    TerminalClient.Opening opening = TerminalClient.opening(server, projectId);
    return token == null ? opening : opening.header("Authorization", "Bearer " + token);
  }

  /** A terminal that is open and attached. */
  public TerminalClient attach(String projectId) {
    return terminal(projectId).open().awaitAttached();
  }

  /** Everything that happens from now on. */
  public EventStream events() {
    return EventStream.open(this, "", null);
  }

  /** What happened to one project after the event of that id, and from now on. */
  public EventStream events(String projectId, @Nullable String lastEventId) {
    return EventStream.open(this, "?project=" + projectId, lastEventId);
  }

  // ---- raw

  public Answer get(String path, String... headers) {
    return send("GET", path, BodyPublishers.noBody(), headers);
  }

  public Answer delete(String path, String... headers) {
    return send("DELETE", path, BodyPublishers.noBody(), headers);
  }

  public Answer post(String path, ObjectNode body, String... headers) {
    return send("POST", path, BodyPublishers.ofString(body.toString()), json(headers));
  }

  public Answer put(String path, ObjectNode body, String... headers) {
    return send("PUT", path, BodyPublishers.ofString(body.toString()), json(headers));
  }

  /** A request with exactly these headers and the token, where there is one. */
  public Answer send(String method, String path, BodyPublisher body, String... headers) {
    HttpRequest.Builder request = request(path).method(method, body).timeout(REQUEST);
    if (headers.length > 0) {
      HttpRequest.Builder unused = request.headers(headers);
    }
    try {
      HttpResponse<byte[]> response = HTTP.send(request.build(), BodyHandlers.ofByteArray());
      return new Answer(
          method + " " + path, response.statusCode(), response.headers(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.origin() + path));
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  public static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String[] json(String[] headers) {
    List<String> all = new ArrayList<>(List.of("Content-Type", "application/json"));
    all.addAll(List.of(headers));
    return all.toArray(String[]::new);
  }

  // ---- end

  /** Throws away the projects that this client made; does not wait. */
  public void discardAll() {
    for (String each : made) {
      try {
        Answer unused = delete("/api/projects/" + each + "?discard=true");
      } catch (UncheckedIOException e) {
        // The leak check will tell.
      }
    }
  }

  /** Waits until their containers are gone. */
  public void awaitDiscarded() {
    for (String each : made) {
      try {
        Containers.awaitNone(each, Duration.ofSeconds(20));
      } catch (AssertionError e) {
        // The leak check will tell, with the container's name.
      }
    }
    made.clear();
  }
}

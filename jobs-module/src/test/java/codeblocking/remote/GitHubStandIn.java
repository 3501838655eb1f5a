package codeblocking.remote;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Speaks so much of GitHub's REST API as the product asks of it, below {@code /api/v3} like an
 * installation of one's own; its repositories are those of the git server beside it.
 */
public final class GitHubStandIn extends HttpServlet {
  private static final Pattern TEXT = Pattern.compile("\"(\\w+)\"\\s*:\\s*\"([^\"]*)\"");
  private static final Pattern FLAG = Pattern.compile("\"(\\w+)\"\\s*:\\s*(true|false)");

  private record Account(String login, @Nullable String scopes) {}

  private record Entry(long id, String fullName, boolean hidden, @Nullable String language) {}

  private record Limit(int status, Map<String, String> headers) {}

  private final transient FaultyGitServer server;
  private final transient Map<String, Account> accounts = new ConcurrentHashMap<>();
  private final transient Map<Long, Entry> repositories = new ConcurrentHashMap<>();
  private final transient Map<String, Long> ids = new ConcurrentHashMap<>();
  private final transient List<String> requests = new CopyOnWriteArrayList<>();
  private final transient List<String> authorizations = new CopyOnWriteArrayList<>();
  private transient volatile @Nullable Limit limit;
  private transient volatile @Nullable String nextPage;
  private transient volatile @Nullable String elsewhere;

  GitHubStandIn(FaultyGitServer server) {
    this.server = server;
  }

  /** {@code scopes} null: a fine-grained token, of which nothing is told. */
  public void account(String login, String token, @Nullable String scopes) {
    accounts.put(token, new Account(login, scopes));
  }

  /** A repository with its git one; answers the address to clone. */
  public String repository(String fullName, @Nullable String language) {
    return add(fullName, true, language);
  }

  private String add(String fullName, boolean hidden, @Nullable String language) {
    long id = 1000L + repositories.size();
    repositories.put(id, new Entry(id, fullName, hidden, language));
    ids.put(fullName, id);
    return server.create(fullName);
  }

  /** The old name leads to the new one from now on, for git and for the API, as GitHub does it. */
  public String rename(String fullName, String newName) {
    Entry before = entry(fullName);
    repositories.put(
        before.id(), new Entry(before.id(), newName, before.hidden(), before.language()));
    ids.put(newName, before.id());
    try {
      java.nio.file.Path to = server.directory(newName);
      java.nio.file.Files.createDirectories(to.getParent());
      java.nio.file.Files.move(server.directory(fullName), to);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    server.faults(fullName).redirect(Faults.On.ANY, 301, server.url(newName));
    return server.url(newName);
  }

  private Entry entry(String fullName) {
    return entry(java.util.Objects.requireNonNull(ids.get(fullName)));
  }

  private Entry entry(Long id) {
    return java.util.Objects.requireNonNull(repositories.get(id));
  }

  public boolean isHidden(String fullName) {
    return entry(fullName).hidden();
  }

  /** Every request is refused like this until {@link #heal}. */
  public void refuse(int status, Map<String, String> headers) {
    limit = new Limit(status, headers);
  }

  /** The list of repositories says that it goes on there. */
  public void continueAt(String address) {
    nextPage = address;
  }

  /** Everything is to be found there. */
  public void moveTo(String address) {
    elsewhere = address;
  }

  public void heal() {
    limit = null;
    nextPage = null;
    elsewhere = null;
  }

  /** Method and path of each request. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  public List<String> authorizations() {
    return List.copyOf(authorizations);
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getPathInfo() == null ? "/" : request.getPathInfo();
    requests.add(request.getMethod() + " " + path);
    String authorization = request.getHeader("Authorization");
    if (authorization != null) {
      authorizations.add(authorization);
    }
    Limit refuse = limit;
    if (refuse != null) {
      refuse.headers().forEach(response::setHeader);
      json(response, refuse.status(), "{\"message\":\"refused\"}");
      return;
    }
    String away = elsewhere;
    if (away != null) {
      response.setHeader("Location", away + path);
      json(response, 301, "{}");
      return;
    }
    Account account =
        authorization == null ? null : accounts.get(authorization.replaceFirst("^\\S+ ", ""));
    if (authorization != null && account == null) {
      json(response, 401, "{\"message\":\"Bad credentials\"}");
      return;
    }
    if (account != null && account.scopes() != null) {
      response.setHeader("X-OAuth-Scopes", account.scopes());
    }
    answer(request, response, path, account);
  }

  private void answer(
      HttpServletRequest request,
      HttpServletResponse response,
      String path,
      @Nullable Account account)
      throws IOException {
    Matcher named = Pattern.compile("/repos/([^/]+/[^/]+)").matcher(path);
    Matcher numbered = Pattern.compile("/repositories/(\\d+)").matcher(path);
    if (path.equals("/user") && account != null) {
      json(response, 200, "{\"login\":\"%s\",\"id\":1}".formatted(account.login()));
    } else if (path.equals("/user/repos") && account != null) {
      if (request.getMethod().equals("POST")) {
        create(request, response, account);
      } else {
        list(request, response);
      }
    } else if (named.matches() && ids.containsKey(named.group(1))) {
      Entry entry = entry(named.group(1));
      if (entry.fullName().equals(named.group(1))) {
        json(response, 200, json(entry));
      } else {
        response.setHeader("Location", server.origin() + "/api/v3/repositories/" + entry.id());
        json(response, 301, "{\"message\":\"Moved Permanently\"}");
      }
    } else if (numbered.matches() && repositories.containsKey(Long.valueOf(numbered.group(1)))) {
      json(response, 200, json(entry(Long.valueOf(numbered.group(1)))));
    } else {
      json(response, account == null ? 401 : 404, "{\"message\":\"Not Found\"}");
    }
  }

  private void list(HttpServletRequest request, HttpServletResponse response) throws IOException {
    int page =
        request.getParameter("page") == null ? 1 : Integer.parseInt(request.getParameter("page"));
    int size = Integer.parseInt(request.getParameter("per_page"));
    List<Entry> all = new ArrayList<>(repositories.values());
    all.sort(java.util.Comparator.comparing(Entry::id));
    List<String> items =
        all.stream().skip((long) (page - 1) * size).limit(size).map(this::json).toList();
    String further = nextPage;
    if (further == null && page * size < all.size()) {
      further =
          "%s/api/v3/user/repos?per_page=%d&page=%d".formatted(server.origin(), size, page + 1);
    }
    if (further != null) {
      response.setHeader("Link", "<" + further + ">; rel=\"next\"");
    }
    json(response, 200, "[" + String.join(",", items) + "]");
  }

  private void create(HttpServletRequest request, HttpServletResponse response, Account account)
      throws IOException {
    String body = new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Map<String, String> wanted = new java.util.HashMap<>();
    for (Pattern pattern : List.of(TEXT, FLAG)) {
      Matcher matcher = pattern.matcher(body);
      while (matcher.find()) {
        wanted.put(matcher.group(1), matcher.group(2));
      }
    }
    String fullName = account.login() + "/" + wanted.get("name");
    if (account.scopes() != null && !account.scopes().contains("repo")) {
      json(response, 403, "{\"message\":\"Resource not accessible by personal access token\"}");
    } else if (ids.containsKey(fullName)) {
      json(response, 422, "{\"message\":\"name already exists on this account\"}");
    } else {
      String unused = add(fullName, Boolean.parseBoolean(wanted.get("private")), null);
      if (Boolean.parseBoolean(wanted.get("auto_init"))) {
        firstCommit(fullName);
      }
      json(response, 201, json(entry(fullName)));
    }
  }

  private void firstCommit(String fullName) throws IOException {
    try (Repository repository =
            new FileRepositoryBuilder().setGitDir(server.directory(fullName).toFile()).build();
        ObjectInserter inserter = repository.newObjectInserter()) {
      CommitBuilder commit = new CommitBuilder();
      TreeFormatter tree = new TreeFormatter();
      tree.append(
          "README.md",
          org.eclipse.jgit.lib.FileMode.REGULAR_FILE,
          inserter.insert(
              org.eclipse.jgit.lib.Constants.OBJ_BLOB,
              ("# " + fullName + "\n").getBytes(StandardCharsets.UTF_8)));
      commit.setTreeId(inserter.insert(tree));
      PersonIdent who = new PersonIdent("GitHub", "noreply@github.example");
      commit.setAuthor(who);
      commit.setCommitter(who);
      commit.setMessage("Initial commit");
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      RefUpdate update = repository.updateRef("refs/heads/main");
      update.setNewObjectId(id);
      RefUpdate.Result unused = update.update();
    }
  }

  private String json(Entry entry) {
    String name = entry.fullName().replaceFirst(".*/", "");
    return """
    {"id": %d, "name": "%s", "full_name": "%s", "private": %b, "description": "about %s",
     "clone_url": "%s", "default_branch": "main", "language": %s, "updated_at": "%s",
     "owner": {"login": "%s", "id": 1}, "permissions": {"admin": true, "push": true, "pull": true}}
    """
        .formatted(
            entry.id(),
            name,
            entry.fullName(),
            entry.hidden(),
            name,
            server.url(entry.fullName()),
            entry.language() == null ? "null" : "\"" + entry.language() + "\"",
            Instant.ofEpochSecond(1_750_000_000L + entry.id()),
            entry.fullName().replaceFirst("/.*", ""));
  }

  private static void json(HttpServletResponse response, int status, String body)
      throws IOException {
    response.setStatus(status);
    response.setContentType("application/json");
    response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
  }
}

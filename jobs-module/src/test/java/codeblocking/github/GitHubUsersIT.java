package codeblocking.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import codeblocking.SettableClock;
import codeblocking.credential.Credential;
import codeblocking.ledger.MemoryLedger;
import codeblocking.remote.FaultyGitServer;
import codeblocking.remote.GitHubStandIn;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a stand-in that speaks the same API. */
class GitHubUsersIT {
  private static final Set<String> KNOWN = Set.of("base", "node", "python", "java");

  private final FaultyGitServer server = FaultyGitServer.start();
  private final FaultyGitServer evil = FaultyGitServer.start();
  private final GitHubStandIn gitHub = server.gitHub();
  private final MemoryLedger ledger = new MemoryLedger();
  private final SettableClock clock = ledger.clock;
  private final GitHubSite site = GitHubSite.of(URI.create(server.origin() + "/api/v3"));
  private final GitHubUsers users =
      new GitHubUsers(new GitHubApi(site, clock), ledger.ports.credentials());

  @BeforeEach
  void anAccount() {
    gitHub.account("alice", "good-token", "repo, gist");
    store("good-token");
  }

  @AfterEach
  void close() {
    server.close();
    evil.close();
    ledger.close();
  }

  private void store(String token) {
    ledger.ports.credentials().put(MemoryLedger.ALICE, site.host(), credential(token));
  }

  private static Credential credential(String token) {
    return new Credential("x-access-token", token);
  }

  private GitHubRefusal refusal() {
    return catchThrowableOfType(GitHubRefusal.class, () -> users.repositories(MemoryLedger.ALICE));
  }

  @Test
  void lists_more_than_a_page_the_newest_first() throws Exception {
    for (int i = 0; i < 130; i++) {
      String unused = gitHub.repository("alice/r" + i, "Java");
    }
    List<Repository> found = users.repositories(MemoryLedger.ALICE);
    assertThat(found).hasSize(130);
    assertThat(found.get(0).fullName()).isEqualTo("alice/r129");
    assertThat(found.get(0).cloneUrl()).isEqualTo(server.url("alice/r129"));
    assertThat(found.get(0).hidden()).isTrue();
  }

  @Test
  void makes_a_repository_with_a_first_commit() throws Exception {
    Repository made = users.create(MemoryLedger.ALICE, "My Project ü", true);
    assertThat(made.fullName()).isEqualTo("alice/My-Project-");
    assertThat(gitHub.isHidden("alice/My-Project-")).isTrue();
    users.create(MemoryLedger.ALICE, "open", false);
    assertThat(gitHub.isHidden("alice/open")).isFalse();
  }

  @Test
  void a_name_that_is_taken_is_refused_in_words() {
    String unused = gitHub.repository("alice/taken", null);
    assertThatThrownBy(() -> users.create(MemoryLedger.ALICE, "taken", true))
        .isInstanceOf(GitHubRefusal.class)
        .hasMessageContaining("may exist already");
  }

  @ParameterizedTest
  @CsvSource({
    "JavaScript, node",
    "TypeScript, node",
    "Python, python",
    "Java, java",
    "Kotlin, java",
    "Rust, base",
    ", base",
  })
  void the_main_language_chooses_the_environment(@Nullable String language, String environment) {
    String url = gitHub.repository("alice/app", language);
    assertThat(users.environment(MemoryLedger.ALICE, url, KNOWN)).contains(environment);
  }

  @Test
  void an_environment_that_is_not_configured_is_not_chosen() {
    String url = gitHub.repository("alice/app", "Python");
    assertThat(users.environment(MemoryLedger.ALICE, url, Set.of("base", "node"))).isEmpty();
  }

  @Test
  void what_is_not_on_this_host_is_not_asked_for() {
    assertThat(users.environment(MemoryLedger.ALICE, "https://gitlab.com/a/b.git", KNOWN))
        .isEmpty();
    assertThat(users.environment(MemoryLedger.ALICE, evil.url("alice/app"), KNOWN)).isEmpty();
    assertThat(gitHub.requests()).isEmpty();
  }

  @Test
  void a_renamed_repository_is_found() {
    String old = gitHub.repository("alice/old", "Java");
    assertThat(users.renamed(MemoryLedger.ALICE, old)).isEmpty();
    String now = gitHub.rename("alice/old", "team/new");
    assertThat(users.renamed(MemoryLedger.ALICE, old)).contains(now);
  }

  @Test
  void a_token_that_cannot_push_is_known_beforehand() {
    gitHub.account("bob", "poor-token", "gist, read:user");
    gitHub.account("bob", "public-token", "public_repo");
    gitHub.account("bob", "fine-grained-token", null);
    assertThat(users.warning(site.host(), credential("poor-token")).orElseThrow())
        .contains("lacks the scope repo");
    assertThat(users.warning(site.host(), credential("public-token")).orElseThrow())
        .contains("public repositories");
    assertThat(users.warning(site.host(), credential("expired-token")).orElseThrow())
        .contains("refused your credential");
    assertThat(users.warning(site.host(), credential("fine-grained-token"))).isEmpty();
    assertThat(users.warning(site.host(), credential("good-token"))).isEmpty();
    assertThat(users.warning("gitlab.com", credential("for-another-host"))).isEmpty();
    assertThat(gitHub.authorizations()).noneMatch(each -> each.contains("for-another-host"));
  }

  @Test
  void a_limit_says_when_to_come_again() {
    gitHub.refuse(429, Map.of("Retry-After", "42"));
    assertThat(refusal().kind()).isEqualTo(GitHubRefusal.Kind.LIMIT);
    assertThat(refusal().after()).contains(Duration.ofSeconds(42));

    long reset = clock.instant().getEpochSecond() + 600;
    gitHub.refuse(
        403, Map.of("x-ratelimit-remaining", "0", "x-ratelimit-reset", Long.toString(reset)));
    assertThat(refusal().kind()).isEqualTo(GitHubRefusal.Kind.LIMIT);
    assertThat(refusal().after()).contains(Duration.ofMinutes(10));
    assertThat(refusal()).hasMessageContaining("600 s");
  }

  @Test
  void a_refusal_is_told_in_words_that_help() {
    gitHub.refuse(403, Map.of());
    assertThat(refusal()).hasMessageContaining("scope repo");
    gitHub.refuse(500, Map.of());
    assertThat(refusal().kind()).isEqualTo(GitHubRefusal.Kind.AWAY);
    gitHub.heal();
    store("wrong-token");
    assertThat(refusal()).hasMessageContaining("refused your credential");
    ledger.ports.credentials().remove(MemoryLedger.ALICE, site.host());
    assertThat(refusal()).hasMessageContaining("no credential");
  }

  @Test
  void no_answer_leads_the_credential_elsewhere() {
    gitHub.moveTo(evil.origin() + "/api/v3");
    assertThat(refusal()).isNotNull();
    gitHub.heal();
    String unused = gitHub.repository("alice/app", null);
    gitHub.continueAt(evil.origin() + "/api/v3/user/repos?page=2");
    assertThat(refusal()).isNotNull();
    assertThat(evil.gitHub().requests()).isEmpty();
    assertThat(evil.requests()).isEmpty();
  }

  @Test
  void a_host_of_ones_own_is_told_apart_from_github_com() {
    assertThat(GitHubSite.of(URI.create("https://api.github.com")).host()).isEqualTo("github.com");
    GitHubSite own = GitHubSite.of(URI.create("https://git.corp:8443/api/v3"));
    assertThat(own.host()).isEqualTo("git.corp:8443");
    assertThat(own.repository("https://git.corp:8443/team/app.git")).contains("team/app");
    assertThat(own.repository("https://github.com/team/app.git")).isEmpty();
    assertThat(own.repository("https://git.corp:8443/a/b/c.git")).isEmpty();
  }
}

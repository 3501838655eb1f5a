package codeblocking.web.signin;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.SettableClock;
import codeblocking.identity.Authentication;
import codeblocking.identity.Caller;
import codeblocking.identity.LocalKeys;
import codeblocking.identity.Tokens;
import codeblocking.project.UserId;
import codeblocking.settings.DataDirectory;
import codeblocking.settings.Settings;
import codeblocking.settings.SettingsReader;
import codeblocking.web.problem.Problem;
import codeblocking.web.signin.SignIn.Call;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Numbers are those of the package's requirements. */
@SuppressWarnings("NullAway.Init")
final class SignInTest {
  private static final UserId ADA = new UserId("ada");
  private static final String OURS = "http://localhost:8080";
  private static final String HOST = "localhost:8080";

  @TempDir Path folder;
  private final SettableClock clock = new SettableClock();
  private SignIn signIn;
  private String token;

  @BeforeEach
  void make() {
    Settings settings = SettingsReader.read(key -> Optional.empty());
    LocalKeys keys = LocalKeys.open(new DataDirectory(folder));
    signIn = new SignIn(Authentication.of(settings, keys, clock), new Origins(settings));
    token = new Tokens(keys, clock).mint(ADA, Set.of("user"), Duration.ofHours(1));
  }

  @Test
  void a_bearer_token_lets_in_from_anywhere_1() {
    assertThat(user(new Call("POST", "Bearer " + token, null, "http://evil.example", HOST)))
        .isEqualTo(ADA);
  }

  @Test
  void nothing_lets_nobody_in_1() {
    assertThat(status(new Call("GET", null, null, null, HOST))).isEqualTo(401);
  }

  @Test
  void a_wrong_scheme_lets_nobody_in_1() {
    assertThat(status(new Call("GET", "Basic " + token, null, null, HOST))).isEqualTo(401);
  }

  @Test
  void an_expired_token_lets_nobody_in_1() {
    clock.advance(Duration.ofHours(2));
    assertThat(status(new Call("GET", "Bearer " + token, null, null, HOST))).isEqualTo(401);
  }

  @Test
  void a_cookie_never_makes_good_a_wrong_token_1() {
    assertThat(status(new Call("GET", "Bearer x", token, OURS, HOST))).isEqualTo(401);
  }

  @Test
  void a_cookie_reads_without_an_origin() {
    assertThat(user(new Call("GET", null, token, null, HOST))).isEqualTo(ADA);
  }

  @Test
  void a_cookie_writes_from_our_own_page_2() {
    assertThat(user(new Call("POST", null, token, OURS, HOST))).isEqualTo(ADA);
  }

  @Test
  void a_cookie_writes_from_nowhere_else_2() {
    assertThat(status(new Call("POST", null, token, null, HOST))).isEqualTo(403);
    assertThat(status(new Call("DELETE", null, token, "null", HOST))).isEqualTo(403);
    assertThat(status(new Call("PUT", null, token, "http://127.0.0.1:8080", HOST))).isEqualTo(403);
    assertThat(status(new Call("OPTIONS", null, token, "http://evil.example", HOST)))
        .isEqualTo(403);
  }

  @Test
  void a_cookie_that_expired_is_no_sign_in() {
    clock.advance(Duration.ofHours(2));
    assertThat(status(new Call("POST", null, token, OURS, HOST))).isEqualTo(401);
  }

  @Test
  void a_link_moves_its_token_out_of_the_address_3() {
    TokenLink link = TokenLink.find("GET", "/ide/x", "a=1&token=T%2E1&b=2").orElseThrow();
    assertThat(link.token()).isEqualTo("T.1");
    assertThat(link.location()).isEqualTo("/ide/x?a=1&b=2");
  }

  @Test
  void the_root_page_stays_the_root_3() {
    assertThat(TokenLink.find("GET", "/index.html", "token=T").map(TokenLink::location))
        .contains("/");
  }

  @Test
  void only_pages_take_a_token_from_their_address_3() {
    assertThat(TokenLink.find("GET", "/api/projects", "token=T")).isEmpty();
    assertThat(TokenLink.find("POST", "/", "token=T")).isEmpty();
    assertThat(TokenLink.find("GET", "/", "tokens=T")).isEmpty();
    assertThat(TokenLink.find("GET", "/ide/x/y", "token=T")).isEmpty();
  }

  @Test
  void what_holds_a_token_does_not_tell_it_3() {
    assertThat(new Call("GET", "Bearer " + token, token, null, null).toString())
        .doesNotContain(token);
    assertThat(new TokenLink(token, "/").toString()).doesNotContain(token);
  }

  private @Nullable UserId user(Call call) {
    Caller caller = signIn.decide(call).caller();
    return caller == null ? null : caller.user();
  }

  private int status(Call call) {
    Problem refusal = signIn.decide(call).refusal();
    return Objects.requireNonNull(refusal, "let in").status();
  }
}

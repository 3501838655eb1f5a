package codeblocking.launch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaunchTest {

  private final Map<String, String> configuration = new HashMap<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void configure(@TempDir Path data) {
    configuration.put("codeblocking.data.dir", data.toString());
  }

  @Test
  void a_wrong_setting_ends_with_the_one_line_that_says_so() {
    configuration.put("codeblocking.grace", "abc");
    assertThat(run("check")).isEqualTo(1);
    assertThat(err.toString(UTF_8)).startsWith("codeblocking.grace=abc: must be").hasLineCount(1);
    assertThat(out.toString(UTF_8)).isEmpty();
  }

  @Test
  void the_start_is_told_where_to_listen_and_where_the_engine_is() {
    configuration.put("codeblocking.http.port", "8181");
    assertThat(run("check")).isZero();
    assertThat(out.toString(UTF_8).lines())
        .contains("host=127.0.0.1", "port=8181", "docker=unix:///var/run/docker.sock");
  }

  @Test
  void a_token_is_the_only_line() {
    assertThat(run("token", "ada")).isZero();
    assertThat(out.toString(UTF_8).strip()).matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+");
    assertThat(err.toString(UTF_8)).isEmpty();
  }

  @Test
  void a_token_names_user_and_roles() throws Exception {
    run("token", "ada", "--role", "operator");
    JWTClaimsSet claims = SignedJWT.parse(out.toString(UTF_8).strip()).getJWTClaimsSet();
    assertThat(claims.getSubject()).isEqualTo("ada");
    assertThat(claims.getStringListClaim("groups")).containsExactlyInAnyOrder("user", "operator");
  }

  @ParameterizedTest
  @ValueSource(strings = {"token", "token a b", "token ada --role admin"})
  void a_wrong_token_command_is_refused(String words) {
    assertThat(run(words.split(" "))).isEqualTo(1);
    assertThat(err.toString(UTF_8)).hasLineCount(1);
  }

  @Test
  void an_outside_issuer_leaves_no_local_token() {
    configuration.put("mp.jwt.verify.publickey.location", "https://id.example.com/keys");
    assertThat(run("token", "ada")).isEqualTo(1);
    assertThat(err.toString(UTF_8)).contains("identity provider");
  }

  @Test
  void an_unknown_command_names_the_known_ones() {
    assertThat(run("dance")).isEqualTo(1);
    assertThat(err.toString(UTF_8)).contains("check, token USER");
  }

  private int run(String... words) {
    return new Launch(
            key -> Optional.ofNullable(configuration.get(key)),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8))
        .run(List.of(words));
  }
}

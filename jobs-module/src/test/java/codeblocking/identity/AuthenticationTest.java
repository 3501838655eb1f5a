package codeblocking.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import codeblocking.project.Author;
import codeblocking.project.UserId;
import codeblocking.settings.DataDirectory;
import codeblocking.settings.InvalidSetting;
import codeblocking.settings.Settings;
import codeblocking.settings.SettingsReader;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requirement 1 of the package: only the accepted issuer's word counts. */
final class AuthenticationTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final UserId ADA = new UserId("ada");

  @TempDir Path folder;
  private LocalKeys keys;
  private Authentication authentication;

  @BeforeEach
  void open() {
    keys = LocalKeys.open(new DataDirectory(folder.resolve("a")));
    authentication = Authentication.local(keys, CLOCK);
  }

  private String token(Duration lifetime) {
    return new Tokens(keys, CLOCK).mint(ADA, Set.of("user"), lifetime);
  }

  @Test
  void a_local_token_names_its_user() {
    assertThat(authentication.bearer(token(Duration.ofHours(1))))
        .contains(new Caller(ADA, new Author("ada", "ada"), Set.of("user")));
  }

  @Test
  void an_expired_token_is_nobody() {
    Clock later = Clock.fixed(NOW.plusSeconds(3601), ZoneOffset.UTC);
    assertThat(Authentication.local(keys, later).bearer(token(Duration.ofHours(1)))).isEmpty();
  }

  @Test
  void a_tampered_token_is_nobody() {
    String[] parts = token(Duration.ofHours(1)).split("\\.");
    String payload = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    parts[1] =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(payload.replace("ada", "eve").getBytes(StandardCharsets.UTF_8));
    assertThat(authentication.bearer(String.join(".", parts))).isEmpty();
  }

  @Test
  void a_foreign_key_is_nobody() {
    LocalKeys other = LocalKeys.open(new DataDirectory(folder.resolve("b")));
    String foreign = new Tokens(other, CLOCK).mint(ADA, Set.of("user"), Duration.ofHours(1));
    assertThat(authentication.bearer(foreign)).isEmpty();
  }

  @Test
  void an_unsigned_token_is_nobody() {
    assertThat(authentication.bearer(new PlainJWT(claims("codeblocking")).serialize())).isEmpty();
  }

  @Test
  void a_public_key_used_as_a_shared_secret_is_nobody() throws Exception {
    SignedJWT forged = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims("codeblocking"));
    forged.sign(new MACSigner(keys.signing().toECPublicKey().getEncoded()));
    assertThat(authentication.bearer(forged.serialize())).isEmpty();
  }

  @Test
  void nonsense_is_nobody() {
    assertThat(List.of("", "a.b.c", "x".repeat(20_000), "null"))
        .allMatch(text -> authentication.bearer(text).isEmpty());
  }

  @Test
  void an_operator_is_one() {
    String token = new Tokens(keys, CLOCK).mint(ADA, Set.of("operator"), Duration.ofHours(1));
    assertThat(authentication.bearer(token).map(Caller::isOperator)).contains(true);
  }

  @Test
  void an_outside_issuer_is_believed_by_its_key_set() throws Exception {
    RSAKey rsa = new RSAKeyGenerator(2048).keyID("k1").generate();
    Path file = Files.writeString(folder.resolve("jwks"), new JWKSet(rsa).toString());
    Authentication outside = outside(Map.of("mp.jwt.verify.publickey.location", file.toString()));
    assertThat(outside.bearer(signed(rsa, claims("https://id.example"))))
        .contains(new Caller(ADA, new Author("Ada L.", "ada@example.com"), Set.of("user")));
  }

  @Test
  void an_outside_issuer_is_believed_by_a_pem_although_its_tokens_name_a_key() throws Exception {
    RSAKey rsa = new RSAKeyGenerator(2048).keyID("k1").generate();
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(rsa.toRSAPublicKey().getEncoded())
            + "\n-----END PUBLIC KEY-----";
    Authentication outside = outside(Map.of("mp.jwt.verify.publickey", pem));
    assertThat(outside.bearer(signed(rsa, claims("https://id.example")))).isPresent();
  }

  @Test
  void another_issuer_with_the_right_key_is_nobody() throws Exception {
    RSAKey rsa = new RSAKeyGenerator(2048).generate();
    Authentication outside =
        outside(Map.of("mp.jwt.verify.publickey", rsa.toPublicJWK().toJSONString()));
    assertThat(outside.bearer(signed(rsa, claims("https://evil.example")))).isEmpty();
  }

  @Test
  void a_token_that_is_not_yet_valid_is_nobody() throws Exception {
    RSAKey rsa = new RSAKeyGenerator(2048).generate();
    Authentication outside =
        outside(Map.of("mp.jwt.verify.publickey", rsa.toPublicJWK().toJSONString()));
    JWTClaimsSet early =
        new JWTClaimsSet.Builder(claims("https://id.example"))
            .notBeforeTime(Date.from(NOW.plusSeconds(300)))
            .build();
    assertThat(outside.bearer(signed(rsa, early))).isEmpty();
  }

  @Test
  void a_token_for_another_product_is_nobody() throws Exception {
    RSAKey rsa = new RSAKeyGenerator(2048).generate();
    Authentication outside =
        outside(Map.of("mp.jwt.verify.publickey", rsa.toPublicJWK().toJSONString()));
    JWTClaimsSet other =
        new JWTClaimsSet.Builder(claims("https://id.example")).claim("groups", List.of()).build();
    assertThat(outside.bearer(signed(rsa, other))).isEmpty();
  }

  @Test
  void an_outside_key_without_its_issuer_stops_the_start() {
    Settings settings = settings(Map.of("mp.jwt.verify.publickey", "x"));
    assertThatThrownBy(() -> Authentication.of(settings, keys, CLOCK))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("mp.jwt.verify.issuer");
  }

  private Authentication outside(Map<String, String> values) {
    Map<String, String> all = new java.util.HashMap<>(values);
    all.put("mp.jwt.verify.issuer", "https://id.example");
    return Authentication.of(settings(all), keys, CLOCK);
  }

  private static Settings settings(Map<String, String> values) {
    return SettingsReader.read(key -> Optional.ofNullable(values.get(key)));
  }

  private static JWTClaimsSet claims(String issuer) {
    return new JWTClaimsSet.Builder()
        .issuer(issuer)
        .subject("ada")
        .claim("groups", List.of("user", "staff"))
        .claim("name", "Ada L.")
        .claim("email", "ada@example.com")
        .expirationTime(Date.from(NOW.plusSeconds(3600)))
        .build();
  }

  private static String signed(RSAKey key, JWTClaimsSet claims) throws Exception {
    JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k1").build();
    SignedJWT token = new SignedJWT(header, claims);
    token.sign(new RSASSASigner(key));
    return token.serialize();
  }
}

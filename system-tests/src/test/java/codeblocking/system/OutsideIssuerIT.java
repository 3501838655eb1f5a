package codeblocking.system;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.system.kit.Api;
import codeblocking.system.kit.Json;
import codeblocking.system.kit.Server;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Sign-in by an identity provider outside: its key and its name in the configuration. */
class OutsideIssuerIT {

  private static final String ISSUER = "https://id.example.com";

  @Test
  void its_tokens_are_taken_with_their_roles_and_nobody_elses_are() throws Exception {
    KeyPair theirs = keys();
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(theirs.getPublic().getEncoded())
            + "\n-----END PUBLIC KEY-----";
    Server server =
        Server.options()
            .with("MP_JWT_VERIFY_PUBLICKEY", pem)
            .with("MP_JWT_VERIFY_ISSUER", ISSUER)
            .with("CODEBLOCKING_POOL_BASE_SIZE", "0")
            .prepare();
    server.start();
    try {
      Api ada = server.with(token(theirs, ISSUER, "ada", 3600, "user"));
      String id = ada.createProject("theirs");
      assertThat(ada.project(id).path("name").asText()).isEqualTo("theirs");
      ada.get("/api/queues").expectProblem(403);
      server
          .with(token(theirs, ISSUER, "olga", 3600, "user", "operator"))
          .get("/api/queues")
          .expect(200);
      server
          .with(token(theirs, ISSUER, "bob", 3600, "user"))
          .get("/api/projects/" + id)
          .expectProblem(404);

      for (String refused :
          List.of(
              token(keys(), ISSUER, "ada", 3600, "user"),
              token(theirs, "https://other.example.com", "ada", 3600, "user"),
              token(theirs, ISSUER, "ada", -7200, "user"))) {
        server.with(refused).get("/api/projects").expectProblem(401);
      }
    } finally {
      server.close();
    }
  }

  private static KeyPair keys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return generator.generateKeyPair();
  }

  private static String token(
      KeyPair keys, String issuer, String subject, long lifetime, String... groups)
      throws GeneralSecurityException {
    long now = Instant.now().getEpochSecond();
    String signed =
        part(Json.object("alg", "RS256", "typ", "JWT").toString())
            + "."
            + part(
                Json.object(
                        "iss", issuer,
                        "sub", subject,
                        "upn", subject,
                        "groups", groups,
                        "jti", UUID.randomUUID().toString(),
                        "iat", now + Math.min(0, lifetime) - 1,
                        "exp", now + lifetime)
                    .toString());
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(keys.getPrivate());
    signature.update(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
  }

  private static String part(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}

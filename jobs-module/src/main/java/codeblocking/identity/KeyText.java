package codeblocking.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyType;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Base64;
import java.util.List;

/** Public keys as MicroProfile JWT allows them to be written: PEM, JWK, JWKS, or Base64 of one. */
final class KeyText {
  private KeyText() {}

  static List<JWK> parse(String text) {
    String trimmed = text.strip();
    try {
      if (trimmed.startsWith("-----BEGIN")) {
        return asymmetric(List.of(JWK.parseFromPEMEncodedObjects(trimmed)));
      }
      if (trimmed.startsWith("{")) {
        return asymmetric(
            trimmed.contains("\"keys\"")
                ? JWKSet.parse(trimmed).getKeys()
                : List.of(JWK.parse(trimmed)));
      }
      byte[] decoded = Base64.getMimeDecoder().decode(trimmed);
      String inner = new String(decoded, StandardCharsets.UTF_8).strip();
      if (inner.startsWith("{") || inner.startsWith("-----BEGIN")) {
        return parse(inner);
      }
      // MicroProfile JWT takes the Base64 body of a PEM without its armour, too.
      return parse("-----BEGIN PUBLIC KEY-----\n" + trimmed + "\n-----END PUBLIC KEY-----");
    } catch (JOSEException | ParseException | IllegalArgumentException e) {
      throw new IllegalArgumentException("is no public key in PEM, JWK or JWKS form", e);
    }
  }

  /** A shared secret would let everyone who can verify also sign. */
  private static List<JWK> asymmetric(List<JWK> keys) {
    List<JWK> usable =
        keys.stream()
            .filter(key -> !KeyType.OCT.equals(key.getKeyType()))
            .map(JWK::toPublicJWK)
            .toList();
    if (usable.isEmpty()) {
      throw new IllegalArgumentException("holds no public key");
    }
    return usable;
  }
}

package codeblocking.identity;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.RSAKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
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
        return List.of(pem(trimmed));
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
    } catch (ParseException | IllegalArgumentException e) {
      throw new IllegalArgumentException("is no public key in PEM, JWK or JWKS form", e);
    }
  }

  /**
   * With the JDK alone: the library's own reading of PEM wants another library, which an
   * application server that brings the first need not bring.
   */
  private static JWK pem(String text) {
    byte[] encoded = Base64.getMimeDecoder().decode(text.replaceAll("-----[^-]+-----", ""));
    X509EncodedKeySpec specification = new X509EncodedKeySpec(encoded);
    try {
      return new RSAKey.Builder(
              (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(specification))
          .build();
    } catch (GeneralSecurityException notRsa) {
      return elliptic(specification);
    }
  }

  private static JWK elliptic(X509EncodedKeySpec specification) {
    try {
      ECPublicKey key = (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(specification);
      return new ECKey.Builder(Curve.forECParameterSpec(key.getParams()), key).build();
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("is neither an RSA nor an EC public key", e);
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

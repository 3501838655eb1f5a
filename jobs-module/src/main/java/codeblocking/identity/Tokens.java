package codeblocking.identity;

import codeblocking.project.UserId;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Makes tokens for local sign-in. */
public final class Tokens {
  /** The {@code iss} of tokens made here. */
  static final String ISSUER = "codeblocking";

  /** Not configurable: what is verified is pinned to it. */
  static final JWSAlgorithm ALGORITHM = JWSAlgorithm.ES256;

  private final LocalKeys keys;
  private final Clock clock;

  public Tokens(LocalKeys keys, Clock clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /** A bearer token for the user, good from now. */
  public String mint(UserId user, Set<String> roles, Duration lifetime) {
    Instant now = clock.instant();
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(ISSUER)
            .subject(user.value())
            .claim("groups", List.copyOf(roles))
            .jwtID(UUID.randomUUID().toString())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(lifetime)))
            .build();
    JWSHeader header =
        new JWSHeader.Builder(ALGORITHM)
            .type(JOSEObjectType.JWT)
            .keyID(keys.signing().getKeyID())
            .build();
    SignedJWT token = new SignedJWT(header, claims);
    try {
      token.sign(new ECDSASigner(keys.signing()));
    } catch (JOSEException e) {
      throw new IllegalStateException("the local key cannot sign", e);
    }
    return token.serialize();
  }
}

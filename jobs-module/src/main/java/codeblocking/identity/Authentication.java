package codeblocking.identity;

import codeblocking.project.Author;
import codeblocking.project.UserId;
import codeblocking.settings.InvalidSetting;
import codeblocking.settings.Settings;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.security.Key;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Recognizes callers by their bearer tokens. */
public final class Authentication {
  private static final int LONGEST = 16 * 1024;

  /** Asymmetric ones only: with a shared-secret algorithm a public key would become the secret. */
  private static final Set<JWSAlgorithm> OUTSIDE =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
  private final @Nullable Verified verified;

  private Authentication(
      VerificationKeys keys,
      Set<JWSAlgorithm> algorithms,
      String issuer,
      Duration skew,
      Clock clock) {
    // Clocks without skew are our own, and so is the key.
    verified = skew.isZero() ? new Verified(clock) : null;
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWSKeySelector(
        (header, context) ->
            algorithms.contains(header.getAlgorithm())
                ? publicKeys(keys.candidates(header), header)
                : List.of());
    processor.setJWTClaimsSetVerifier(claims(issuer, skew, clock));
  }

  /** Local sign-in, or the outside issuer that the settings name. */
  public static Authentication of(Settings settings, LocalKeys local, Clock clock) {
    Settings.Access access = settings.access();
    if (access.localSignIn()) {
      return local(local, clock);
    }
    String issuer =
        access
            .issuer()
            .orElseThrow(
                () ->
                    new InvalidSetting(
                        "mp.jwt.verify.issuer",
                        "",
                        "must be set together with mp.jwt.verify.publickey"));
    // Clocks of two machines differ a little; ours against ours does not.
    return new Authentication(
        outsideKeys(access, clock), OUTSIDE, issuer, Duration.ofSeconds(30), clock);
  }

  static Authentication local(LocalKeys local, Clock clock) {
    List<JWK> own = List.of(local.signing().toPublicJWK());
    return new Authentication(
        header -> own, Set.of(Tokens.ALGORITHM), Tokens.ISSUER, Duration.ZERO, clock);
  }

  /** The caller whom a valid token names; empty for any other text. */
  public Optional<Caller> bearer(String token) {
    if (token.length() > LONGEST) {
      return Optional.empty();
    }
    Optional<Caller> known = verified == null ? Optional.empty() : verified.find(token);
    if (known.isPresent()) {
      return known;
    }
    try {
      JWTClaimsSet claims = processor.process(SignedJWT.parse(token), null);
      Optional<Caller> caller = caller(claims);
      if (verified != null && caller.isPresent()) {
        verified.add(token, caller.get(), claims.getExpirationTime().toInstant());
      }
      return caller;
    } catch (ParseException | BadJOSEException | JOSEException e) {
      // The answer is "nobody", whatever the reason; saying more would help only a forger.
      return Optional.empty();
    }
  }

  private static VerificationKeys outsideKeys(Settings.Access access, Clock clock) {
    Optional<String> inline = access.publicKey();
    if (inline.isPresent()) {
      try {
        List<JWK> keys = KeyText.parse(inline.get());
        return header -> keys;
      } catch (IllegalArgumentException e) {
        throw new InvalidSetting("mp.jwt.verify.publickey", "…", String.valueOf(e.getMessage()));
      }
    }
    String location = access.publicKeyLocation().orElseThrow();
    try {
      return OutsideKeys.at(location, clock);
    } catch (IllegalArgumentException e) {
      throw new InvalidSetting(
          "mp.jwt.verify.publickey.location", location, String.valueOf(e.getMessage()));
    }
  }

  private static List<Key> publicKeys(List<JWK> keys, JWSHeader header) {
    List<Key> usable = new ArrayList<>();
    for (JWK key : keys) {
      if (mayHaveSigned(key, header) && key instanceof AsymmetricJWK pair) {
        publicKey(pair).ifPresent(usable::add);
      }
    }
    return usable;
  }

  private static Optional<Key> publicKey(AsymmetricJWK pair) {
    try {
      return Optional.of(pair.toPublicKey());
    } catch (JOSEException e) {
      // A curve this runtime lacks: no token of that key can be verified here.
      return Optional.empty();
    }
  }

  private static boolean mayHaveSigned(JWK key, JWSHeader header) {
    return KeyType.forAlgorithm(header.getAlgorithm()).equals(key.getKeyType())
        && (key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE))
        && (key.getAlgorithm() == null || key.getAlgorithm().equals(header.getAlgorithm()))
        // A PEM has no key id, so a token's may be anything.
        && (key.getKeyID() == null
            || header.getKeyID() == null
            || key.getKeyID().equals(header.getKeyID()));
  }

  private static DefaultJWTClaimsVerifier<SecurityContext> claims(
      String issuer, Duration skew, Clock clock) {
    DefaultJWTClaimsVerifier<SecurityContext> verifier =
        new DefaultJWTClaimsVerifier<>(
            new JWTClaimsSet.Builder().issuer(issuer).build(), Set.of("sub", "exp")) {
          @Override
          protected Date currentTime() {
            return Date.from(clock.instant());
          }
        };
    verifier.setMaxClockSkew((int) skew.toSeconds());
    return verifier;
  }

  /** Somebody whom the issuer knows for another product has neither role, and is nobody here. */
  private static Optional<Caller> caller(JWTClaimsSet claims) throws ParseException {
    List<String> groups = claims.getStringListClaim("groups");
    Set<String> roles = new LinkedHashSet<>(groups == null ? List.of() : groups);
    roles.retainAll(Set.of(Caller.USER, Caller.OPERATOR));
    if (roles.isEmpty()) {
      return Optional.empty();
    }
    String name = claims.getStringClaim("name");
    String email = claims.getStringClaim("email");
    return UserId.parse(claims.getSubject())
        .map(user -> new Caller(user, author(user, name, email), roles));
  }

  private static Author author(UserId user, @Nullable String name, @Nullable String email) {
    return new Author(name == null ? user.value() : name, email == null ? user.value() : email);
  }
}

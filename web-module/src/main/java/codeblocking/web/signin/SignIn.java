package codeblocking.web.signin;

import codeblocking.identity.Authentication;
import codeblocking.identity.Caller;
import codeblocking.web.problem.Problem;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides who a call is from, and whether its proof is enough for it. */
public final class SignIn {
  private static final Set<String> READS = Set.of("GET", "HEAD");

  private final Authentication authentication;
  private final Origins origins;

  public SignIn(Authentication authentication, Origins origins) {
    this.authentication = authentication;
    this.origins = origins;
  }

  /**
   * What matters of a call.
   *
   * @param authorization header
   * @param cookie value of our cookie
   */
  public record Call(
      String method,
      @Nullable String authorization,
      @Nullable String cookie,
      @Nullable String origin,
      @Nullable String host) {
    /** Both of its texts are secrets. */
    @Override
    public String toString() {
      return "Call[" + method + "]";
    }
  }

  /** Exactly one of the two is there. */
  public record Decision(@Nullable Caller caller, @Nullable Problem refusal) {}

  public Decision decide(Call call) {
    String authorization = call.authorization();
    if (authorization != null) {
      // A cookie never makes good a wrong token: who sends one means that one.
      return bearer(authorization)
          .flatMap(authentication::bearer)
          .map(SignIn::welcome)
          .orElseGet(() -> refuse(401, "the bearer token is not valid, or no longer"));
    }
    String cookie = call.cookie();
    if (cookie == null) {
      return refuse(401, "a bearer token is needed: Authorization: Bearer <token>");
    }
    Optional<Caller> caller = authentication.bearer(cookie);
    if (caller.isEmpty()) {
      return refuse(401, "the sign-in of this browser has ended; open the link with a token again");
    }
    if (!READS.contains(call.method()) && !origins.isOurs(call.origin(), call.host())) {
      return refuse(403, "a write by cookie must come from a page of this server (Origin)");
    }
    return welcome(caller.get());
  }

  /** Whether a token opens a browser's session. */
  public boolean opens(String token) {
    return authentication.bearer(token).isPresent();
  }

  private static Optional<String> bearer(String header) {
    return header.toLowerCase(Locale.ROOT).startsWith("bearer ")
        ? Optional.of(header.substring("bearer ".length()).strip())
        : Optional.empty();
  }

  private static Decision welcome(Caller caller) {
    return new Decision(caller, null);
  }

  private static Decision refuse(int status, String detail) {
    return new Decision(null, new Problem(status, detail));
  }
}

package codeblocking.web.problem;

import codeblocking.container.EngineUnavailable;
import codeblocking.file.FileRefused;
import codeblocking.job.QueueFull;
import codeblocking.job.StateConflict;
import codeblocking.ledger.LedgerUnavailable;
import codeblocking.page.InvalidCursor;
import codeblocking.prewarm.LimitReached;
import codeblocking.prewarm.OtherEnvironment;
import codeblocking.project.InvalidInput;
import codeblocking.session.BeingStopped;
import codeblocking.web.body.JsonText;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.WebApplicationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** What each failure means to a caller. */
public final class Problems {
  private static final Duration SOON = Duration.ofSeconds(5);

  private Problems() {}

  /** Empty: nobody expected this one. */
  public static Optional<Problem> of(Throwable failure) {
    if (failure instanceof Refusal refusal) {
      return Optional.of(refusal.problem());
    }
    if (failure instanceof InvalidInput || failure instanceof InvalidCursor) {
      return Optional.of(new Problem(400, words(failure)));
    }
    if (failure instanceof FileRefused refused) {
      return Optional.of(new Problem(status(refused.reason()), words(failure)));
    }
    if (failure instanceof QueueFull) {
      return Optional.of(new Problem(429, words(failure), SOON));
    }
    if (failure instanceof LimitReached limit) {
      return Optional.of(new Problem(429, words(failure), limit.retryAfter()));
    }
    if (failure instanceof StateConflict
        || failure instanceof OtherEnvironment
        || failure instanceof BeingStopped) {
      return Optional.of(new Problem(409, words(failure)));
    }
    if (failure instanceof EngineUnavailable) {
      return Optional.of(new Problem(503, words(failure), SOON));
    }
    if (failure instanceof WebApplicationException web) {
      return Optional.of(ofStatus(web.getResponse().getStatus()));
    }
    if (failure instanceof LedgerUnavailable) {
      return Optional.of(new Problem(503, words(failure) + "; try again soon", SOON));
    }
    return Optional.empty();
  }

  private static int status(FileRefused.Reason reason) {
    return switch (reason) {
      case MISSING -> 404;
      case IN_THE_WAY -> 409;
      case CHANGED -> 412;
      case TOO_LARGE -> 413;
    };
  }

  /** What the server refused before any of our code saw it. */
  public static Problem ofStatus(int status) {
    return switch (status) {
      case 400 -> new Problem(400, "the request cannot be understood");
      case 401 -> new Problem(401, "a valid bearer token is needed");
      case 403 -> new Problem(403, "this is not allowed");
      case 404 -> new Problem(404, "there is nothing at this address");
      case 405 -> new Problem(405, "this address does not take this method; see the Allow header");
      case 406 -> new Problem(406, "this address answers application/json only");
      case 413 -> new Problem(413, "the request is too large");
      case 415 -> new Problem(415, "this address takes application/json only");
      default ->
          status >= 500
              ? new Problem(status, "the server failed; its log says why")
              : new Problem(status, "the request was refused");
    };
  }

  /** Writes a problem where no JAX-RS response is at hand. */
  public static void write(HttpServletResponse response, Problem problem) throws IOException {
    response.setStatus(problem.status());
    response.setContentType(Problem.MEDIA_TYPE);
    if (problem.status() == 401 && response.getHeader("WWW-Authenticate") == null) {
      response.setHeader("WWW-Authenticate", "Bearer");
    }
    Duration retryAfter = problem.retryAfter();
    if (retryAfter != null) {
      response.setHeader("Retry-After", Long.toString(retryAfter.toSeconds()));
    }
    byte[] body = JsonText.write(problem.body()).getBytes(StandardCharsets.UTF_8);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  private static String words(Throwable failure) {
    return String.valueOf(failure.getMessage());
  }
}

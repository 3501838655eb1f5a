package codeblocking.web.signin;

import codeblocking.web.problem.Problem;
import codeblocking.web.problem.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Lets pages of allowed origins read our answers; never with cookies. */
final class Cors {
  private final Origins origins;

  Cors(Origins origins) {
    this.origins = origins;
  }

  /** Marks the answer; true: it was a preflight and is answered. */
  boolean handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
    response.addHeader("Vary", "Origin");
    String origin = request.getHeader("Origin");
    boolean preflight =
        request.getMethod().equals("OPTIONS")
            && request.getHeader("Access-Control-Request-Method") != null;
    if (origin == null) {
      return false;
    }
    if (!origins.allows(origin)) {
      if (preflight) {
        Problems.write(response, new Problem(403, "this origin is not among codeblocking.origins"));
      }
      return preflight;
    }
    response.setHeader("Access-Control-Allow-Origin", origin);
    response.setHeader(
        "Access-Control-Expose-Headers", "ETag, Location, Retry-After, Content-Disposition");
    if (preflight) {
      response.setHeader("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, DELETE");
      response.setHeader(
          "Access-Control-Allow-Headers",
          "Authorization, Content-Type, If-Match, If-None-Match, Last-Event-ID");
      response.setHeader("Access-Control-Max-Age", "600");
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }
    return preflight;
  }
}

package codeblocking.web.signin;

import codeblocking.web.problem.Problem;
import codeblocking.web.problem.Problems;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** Every request passes here first. */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class RequestFilter extends HttpFilter {
  private static final String POLICY =
      "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
          + "connect-src 'self' ws: wss:; img-src 'self' data:; frame-ancestors 'none'; "
          + "base-uri 'none'; form-action 'self'";

  @Inject private SignIn signIn;
  @Inject private SignInCookie cookie;
  @Inject private Origins origins;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String path = path(request);
    secure(response);
    Optional<TokenLink> link = TokenLink.find(request.getMethod(), path, request.getQueryString());
    if (link.isPresent()) {
      enter(link.get(), request, response);
    } else if (path.equals("/api") || path.startsWith("/api/")) {
      api(request, response, chain);
    } else {
      page(path, request, response, chain);
    }
  }

  private void enter(TokenLink link, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("Cache-Control", "no-store");
    if (!signIn.opens(link.token())) {
      Problems.write(
          response,
          new Problem(401, "the token in this link is not valid, or no longer; get a new one"));
      return;
    }
    cookie.write(request, response, link.token());
    response.setStatus(HttpServletResponse.SC_SEE_OTHER);
    response.setHeader("Location", link.location());
  }

  private void api(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    response.setHeader("Cache-Control", "no-store");
    if (new Cors(origins).handle(request, response)) {
      return;
    }
    SignIn.Decision decision =
        signIn.decide(
            new SignIn.Call(
                request.getMethod(),
                request.getHeader("Authorization"),
                cookie.read(request),
                request.getHeader("Origin"),
                request.getHeader("Host")));
    Problem refusal = decision.refusal();
    if (refusal != null) {
      Problems.write(response, refusal);
      return;
    }
    request.setAttribute(CurrentCaller.ATTRIBUTE, decision.caller());
    chain.doFilter(request, response);
  }

  private static void page(
      String path, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Optional<String> file = Pages.file(path);
    if (file.isPresent()) {
      request.getRequestDispatcher(file.get()).forward(request, response);
    } else {
      chain.doFilter(request, response);
    }
  }

  private static void secure(HttpServletResponse response) {
    response.setHeader("Content-Security-Policy", POLICY);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("Server", "CodeBlocking");
  }

  /** As the servlet container maps it: decoded, normalized, without path parameters. */
  private static String path(HttpServletRequest request) {
    String info = request.getPathInfo();
    String path = info == null ? request.getServletPath() : request.getServletPath() + info;
    return path.isEmpty() ? "/" : path;
  }
}

package codeblocking.remote;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stands before the git servlet and does to each request what its repository's knobs say. */
final class FaultFilter implements Filter {

  private static final Pattern REPOSITORY = Pattern.compile("(/(.+?)\\.git)(/.*)?");

  private static final Duration LONGEST = Duration.ofMinutes(2);

  private final Function<String, Faults> faults;

  FaultFilter(Function<String, Faults> faults) {
    this.faults = faults;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    filter((HttpServletRequest) request, (HttpServletResponse) response, chain);
  }

  private void filter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request.getRequestURI().startsWith("/api/v3/")) {
      chain.doFilter(request, response);
      return;
    }
    Matcher path = REPOSITORY.matcher(request.getRequestURI());
    if (!path.matches()) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    Faults knobs = faults.apply(path.group(2));
    Instant at = Instant.now();
    try {
      serve(knobs, path.group(1), request, response, chain);
    } finally {
      knobs.record(received(at, request, response.getStatus()));
    }
  }

  private void serve(
      Faults knobs,
      String own,
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain chain)
      throws IOException, ServletException {
    try {
      knobs.pass(request);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      Broken.cut(request);
      return;
    }
    String elsewhere = knobs.redirectFor(request, own);
    if (elsewhere != null) {
      response.setStatus(knobs.redirectStatus());
      response.setHeader("Location", elsewhere);
      return;
    }
    if (!knobs.admits(request.getHeader("Authorization"))) {
      response.setHeader("WWW-Authenticate", "Basic realm=\"faulty\"");
      response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
      return;
    }
    try {
      inflict(knobs, request, response, chain);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      Broken.cut(request);
    }
  }

  private static void inflict(
      Faults knobs, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException, InterruptedException {
    Fault fault = knobs.take(request);
    if (fault instanceof Fault.Fail fail) {
      fail.headers().forEach(response::setHeader);
      response.sendError(fail.status());
    } else if (fault instanceof Fault.Say say) {
      response.setContentType(
          say.contentType() == null ? Broken.typeOfGit(request) : say.contentType());
      response.getOutputStream().write(say.body().getBytes(StandardCharsets.UTF_8));
    } else if (fault instanceof Fault.Reset) {
      Broken.reset(request);
    } else if (fault instanceof Fault.Stall) {
      boolean unused = knobs.released(LONGEST);
      Broken.cut(request);
    } else if (fault instanceof Fault.Trickle trickle) {
      Broken.trickle(knobs, trickle.headers(), request);
    } else if (fault instanceof Fault.Truncate truncate) {
      chain.doFilter(request, new Broken.CutResponse(request, response, truncate.afterBytes()));
    } else if (fault instanceof Fault.DropBody drop) {
      chain.doFilter(new Broken.CutRequest(request, drop.afterBytes()), response);
    } else if (fault instanceof Fault.DropResponse) {
      chain.doFilter(request, new Broken.MuteResponse(response));
      Broken.cut(request);
    } else {
      chain.doFilter(request, response);
    }
  }

  private static Faults.Received received(Instant at, HttpServletRequest request, int status) {
    String query = request.getQueryString();
    return new Faults.Received(
        at,
        request.getMethod(),
        request.getRequestURI() + (query == null ? "" : "?" + query),
        request.getHeader("Authorization"),
        status);
  }
}

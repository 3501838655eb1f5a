package codeblocking.remote;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.EOFException;
import java.io.IOException;
import java.time.Instant;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.jspecify.annotations.Nullable;

/** Stands before the git servlet and does to each request what its repository's knobs say. */
final class FaultFilter implements Filter {

  private static final Pattern REPOSITORY = Pattern.compile("(/(.+?)\\.git)(/.*)?");

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
      cut(request);
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
    inflict(knobs.take(request), request, response, chain);
  }

  private static void inflict(
      Faults.@Nullable Fault fault,
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain chain)
      throws IOException, ServletException {
    if (fault instanceof Faults.Fault.Fail fail) {
      if (fail.retryAfter() != null) {
        response.setHeader("Retry-After", Long.toString(fail.retryAfter().toSeconds()));
      }
      response.sendError(fail.status());
    } else if (fault instanceof Faults.Fault.DropBody drop) {
      chain.doFilter(new CutRequest(request, drop.afterBytes()), response);
    } else if (fault instanceof Faults.Fault.DropResponse) {
      chain.doFilter(request, new MuteResponse(response));
      cut(request);
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

  /** Closes the socket under the request: the peer sees a dropped connection, no answer. */
  private static void cut(ServletRequest request) {
    ServletContextRequest.getServletContextRequest(request)
        .getConnectionMetaData()
        .getConnection()
        .getEndPoint()
        .close();
  }

  private static final class CutRequest extends HttpServletRequestWrapper {
    private final long limit;

    CutRequest(HttpServletRequest request, long limit) {
      super(request);
      this.limit = limit;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
      ServletInputStream body = super.getInputStream();
      return new ServletInputStream() {
        private long left = limit;

        @Override
        public int read() throws IOException {
          byte[] one = new byte[1];
          return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
          if (left <= 0) {
            cut(getRequest());
            throw new EOFException("Cut off after " + limit + " bytes");
          }
          int got = body.read(into, offset, (int) Math.min(length, left));
          left -= Math.max(got, 0);
          return got;
        }

        @Override
        public boolean isFinished() {
          return body.isFinished();
        }

        @Override
        public boolean isReady() {
          return body.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
          body.setReadListener(listener);
        }
      };
    }
  }

  private static final class MuteResponse extends HttpServletResponseWrapper {
    MuteResponse(HttpServletResponse response) {
      super(response);
    }

    @Override
    public void flushBuffer() {
      // Nothing may reach the peer, not even the status line.
    }

    @Override
    public ServletOutputStream getOutputStream() {
      return new ServletOutputStream() {
        @Override
        public void write(int oneByte) {}

        @Override
        public boolean isReady() {
          return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
          throw new UnsupportedOperationException();
        }
      };
    }
  }
}

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
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;

/** Stands before the git servlet and does to each request what its repository's knobs say. */
final class FaultFilter implements Filter {

  private static final Pattern REPOSITORY = Pattern.compile("(/(.+?)\\.git)(/.*)?");

  private static final Duration LONGEST = Duration.ofMinutes(2);
  private static final Duration DROP = Duration.ofMillis(50);

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
    try {
      inflict(knobs, request, response, chain);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cut(request);
    }
  }

  private static void inflict(
      Faults knobs, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException, InterruptedException {
    Faults.Fault fault = knobs.take(request);
    if (fault instanceof Faults.Fault.Fail fail) {
      fail.headers().forEach(response::setHeader);
      response.sendError(fail.status());
    } else if (fault instanceof Faults.Fault.Say say) {
      response.setContentType(say.contentType() == null ? typeOfGit(request) : say.contentType());
      response.getOutputStream().write(say.body().getBytes(StandardCharsets.UTF_8));
    } else if (fault instanceof Faults.Fault.Reset) {
      socket(request).setOption(StandardSocketOptions.SO_LINGER, 0);
      socket(request).close();
    } else if (fault instanceof Faults.Fault.Stall) {
      boolean unused = knobs.released(LONGEST);
      cut(request);
    } else if (fault instanceof Faults.Fault.Trickle trickle) {
      trickle(knobs, trickle.headers(), request);
    } else if (fault instanceof Faults.Fault.Truncate truncate) {
      chain.doFilter(request, new CutResponse(request, response, truncate.afterBytes()));
    } else if (fault instanceof Faults.Fault.DropBody drop) {
      chain.doFilter(new CutRequest(request, drop.afterBytes()), response);
    } else if (fault instanceof Faults.Fault.DropResponse) {
      chain.doFilter(request, new MuteResponse(response));
      cut(request);
    } else {
      chain.doFilter(request, response);
    }
  }

  private static String typeOfGit(HttpServletRequest request) {
    String service = request.getParameter("service");
    return service != null
        ? "application/x-" + service + "-advertisement"
        : request.getContentType().replaceFirst("-request$", "-result");
  }

  /** Written past Jetty, which would gather the bytes, until the peer has had enough. */
  private static void trickle(Faults knobs, boolean headers, HttpServletRequest request)
      throws InterruptedException {
    String head = "HTTP/1.1 200 OK\r\nContent-Type: " + typeOfGit(request);
    String start =
        headers ? head + "\r\nX-More: " : head + "\r\nContent-Length: 9999999\r\n\r\nfff0";
    try {
      write(request, start);
      while (!knobs.released(DROP)) {
        write(request, "a");
      }
    } catch (IOException e) {
      // The peer is gone, as it should.
    }
    cut(request);
  }

  private static void write(ServletRequest request, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    while (bytes.hasRemaining()) {
      socket(request).write(bytes);
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
    endPoint(request).close();
  }

  private static EndPoint endPoint(ServletRequest request) {
    return ServletContextRequest.getServletContextRequest(request)
        .getConnectionMetaData()
        .getConnection()
        .getEndPoint();
  }

  private static SocketChannel socket(ServletRequest request) {
    return (SocketChannel) endPoint(request).getTransport();
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

  private static final class CutResponse extends HttpServletResponseWrapper {
    private final ServletRequest request;
    private long left;

    CutResponse(ServletRequest request, HttpServletResponse response, long afterBytes) {
      super(response);
      this.request = request;
      this.left = afterBytes;
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
      ServletOutputStream body = super.getOutputStream();
      return new ServletOutputStream() {
        @Override
        public void write(int oneByte) throws IOException {
          if (left-- <= 0) {
            body.flush();
            cut(request);
            throw new EOFException("Cut off");
          }
          body.write(oneByte);
        }

        @Override
        public boolean isReady() {
          return body.isReady();
        }

        @Override
        public void setWriteListener(WriteListener listener) {
          body.setWriteListener(listener);
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

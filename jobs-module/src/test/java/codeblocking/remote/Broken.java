package codeblocking.remote;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRequest;
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
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;

/** Ways for an exchange to break that no servlet has in mind. */
final class Broken {
  private static final Duration DROP = Duration.ofMillis(50);

  private Broken() {}

  /** Closes the socket under the request: the peer sees a dropped connection, no answer. */
  static void cut(ServletRequest request) {
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

  /** The peer sees a reset, not an end. */
  static void reset(ServletRequest request) throws IOException {
    socket(request).setOption(StandardSocketOptions.SO_LINGER, 0);
    socket(request).close();
  }

  static String typeOfGit(HttpServletRequest request) {
    String service = request.getParameter("service");
    return service != null
        ? "application/x-" + service + "-advertisement"
        : request.getContentType().replaceFirst("-request$", "-result");
  }

  /** Written past Jetty, which would gather the bytes, until the peer has had enough. */
  static void trickle(Faults knobs, boolean headers, HttpServletRequest request)
      throws InterruptedException {
    String service = request.getParameter("service");
    String begun =
        service == null
            ? "fff0\u0002"
            : "%04x# service=%s\n0000fff0".formatted(service.length() + 15, service);
    String head = "HTTP/1.1 200 OK\r\nContent-Type: " + typeOfGit(request);
    String start =
        headers ? head + "\r\nX-More: " : head + "\r\nContent-Length: 9999999\r\n\r\n" + begun;
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

  static final class CutRequest extends HttpServletRequestWrapper {
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

  static final class CutResponse extends HttpServletResponseWrapper {
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

  static final class MuteResponse extends HttpServletResponseWrapper {
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

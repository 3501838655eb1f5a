package codeblocking.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnection;

/**
 * HTTP connections of one exchange, all of them to one address that was judged for it. TLS still
 * checks the certificate against the host's name.
 */
final class PinnedConnections implements HttpConnectionFactory {
  // Who is there answers within this; the longer silence is for what then takes its time.
  private static final int CONNECT_MILLIS = 10_000;

  private static final String ENCODING = "Content-Encoding";
  private static final String GZIP = "gzip";

  private final RemoteUrl url;
  private final InetAddress address;
  private final Trail trail;
  private final Pace pace;
  private final long mostObjects;
  // One for the exchange, so that its requests share a connection.
  private final SSLSocketFactory sockets;

  PinnedConnections(RemoteUrl url, InetAddress address, Trail trail, Pace pace, long mostObjects) {
    this.url = url;
    this.address = address;
    this.trail = trail;
    this.pace = pace;
    this.mostObjects = mostObjects;
    this.sockets = new PinnedSockets(address, pace);
  }

  @Override
  public HttpConnection create(URL target) throws IOException {
    return create(target, Proxy.NO_PROXY);
  }

  @Override
  public HttpConnection create(URL target, Proxy ignored) throws IOException {
    int port = target.getPort() == -1 ? target.getDefaultPort() : target.getPort();
    if (!target.getProtocol().equals(url.http() ? "http" : "https")
        || !target.getHost().equalsIgnoreCase(url.host())
        || port != url.port()) {
      throw new IOException("Refused to be led from " + url.host() + " to another host");
    }
    return new Noted(new URL(null, target.toExternalForm(), new Handler()));
  }

  /** Notes each answer, and what is sent and received. */
  private final class Noted extends JDKHttpConnection {
    Noted(URL target) throws IOException {
      super(target, Proxy.NO_PROXY);
    }

    @Override
    public int getResponseCode() throws IOException {
      int status = super.getResponseCode();
      pace.answered();
      trail.note(status, getHeaderField("Retry-After"), getHeaderField("Location"));
      return status;
    }

    /** Unpacked here, so that what it unpacks to is bounded. */
    @Override
    public InputStream getInputStream() throws IOException {
      InputStream body = pace.counted(super.getInputStream());
      return new BoundedAnswer(
          GZIP.equals(super.getHeaderField(ENCODING)) ? new GZIPInputStream(body) : body,
          mostObjects);
    }

    @Override
    public String getHeaderField(String name) {
      String value = super.getHeaderField(name);
      return name.equals(ENCODING) && GZIP.equals(value) ? "identity" : value;
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      return pace.counted(super.getOutputStream());
    }

    @Override
    public void setConnectTimeout(int millis) {
      super.setConnectTimeout(Math.min(millis, CONNECT_MILLIS));
    }
  }

  private final class Handler extends URLStreamHandler {
    @Override
    protected URLConnection openConnection(URL target) throws IOException {
      return openConnection(target, Proxy.NO_PROXY);
    }

    @Override
    protected URLConnection openConnection(URL target, Proxy ignored) throws IOException {
      URL plain = new URL(target.toExternalForm());
      if (!url.http()) {
        HttpsURLConnection connection = (HttpsURLConnection) plain.openConnection(Proxy.NO_PROXY);
        connection.setSSLSocketFactory(sockets);
        return connection;
      }
      // A host listed with its port may lead anywhere, so there is nothing to pin. Another one is
      // asked through itself as a proxy: Java knows no other way to name the address.
      URLConnection connection =
          plain.openConnection(
              url.trusted()
                  ? Proxy.NO_PROXY
                  : new Proxy(Proxy.Type.HTTP, new InetSocketAddress(address, url.port())));
      pace.watch((HttpURLConnection) connection);
      return connection;
    }
  }

  /** Plain sockets that go to the address, whatever the name is bound to by now; then TLS. */
  private static final class PinnedSockets extends SSLSocketFactory {
    private final SSLSocketFactory tls = (SSLSocketFactory) SSLSocketFactory.getDefault();
    private final InetAddress address;
    private final Pace pace;

    PinnedSockets(InetAddress address, Pace pace) {
      this.address = address;
      this.pace = pace;
    }

    @Override
    public Socket createSocket() {
      Socket socket =
          new Socket(Proxy.NO_PROXY) {
            @Override
            public void connect(SocketAddress endpoint, int timeout) throws IOException {
              super.connect(
                  new InetSocketAddress(address, ((InetSocketAddress) endpoint).getPort()),
                  timeout);
            }
          };
      pace.watch(socket);
      return socket;
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
        throws IOException {
      return tls.createSocket(socket, host, port, autoClose);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      throw unpinned();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
        throws IOException {
      throw unpinned();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      throw unpinned();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
        throws IOException {
      throw unpinned();
    }

    private static IOException unpinned() {
      return new IOException("only pinned connections are made here");
    }

    @Override
    public String[] getDefaultCipherSuites() {
      return tls.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
      return tls.getSupportedCipherSuites();
    }
  }
}

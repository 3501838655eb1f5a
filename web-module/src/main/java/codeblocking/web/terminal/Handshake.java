package codeblocking.web.terminal;

import codeblocking.settings.Settings;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Refuses other sites' pages, and keeps the header that the endpoint does not get to see.
 *
 * <p>All clients share one endpoint, which holds nothing of theirs: the server's own way makes one
 * for each, and asks the container for what to make it of, which costs more than all else here.
 */
public class Handshake extends ServerEndpointConfig.Configurator {
  static final String AUTHORIZATION = "codeblocking.authorization";

  private volatile @Nullable Known known;

  /** What the container was asked for once. */
  private record Known(Settings settings, TerminalEndpoint endpoint) {}

  /** Two clients at once may both ask, and get the same. */
  private Known known() {
    Known already = known;
    if (already != null) {
      return already;
    }
    CDI<Object> container = CDI.current();
    Known found =
        new Known(
            container.select(Settings.class).get(), container.select(TerminalEndpoint.class).get());
    known = found;
    return found;
  }

  /** Comes first, and on a thread with the application's class loader. */
  @Override
  public boolean checkOrigin(@Nullable String origin) {
    return allowed(origin, known().settings());
  }

  @Override
  public <T> T getEndpointInstance(Class<T> type) {
    return type.cast(known().endpoint());
  }

  /** No Origin: not a browser, which always sends one with a WebSocket. */
  static boolean allowed(@Nullable String origin, Settings settings) {
    return origin == null
        || settings.ownOrigins().contains(origin)
        || settings.access().origins().contains(origin);
  }

  @Override
  public void modifyHandshake(
      ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
    // Of this handshake only (Jakarta WebSocket 2.1); put also where there is none, so that no
    // server's shortcut could show an earlier client's.
    config.getUserProperties().put(AUTHORIZATION, header(request.getHeaders()));
  }

  private static String header(Map<String, List<String>> headers) {
    return headers.entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase("Authorization"))
        .flatMap(header -> header.getValue().stream())
        .findFirst()
        .orElse("");
  }
}

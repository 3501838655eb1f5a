package codeblocking.web.terminal;

import codeblocking.settings.Settings;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Refuses other sites' pages, and keeps the header that the endpoint does not get to see. */
public class Handshake extends ServerEndpointConfig.Configurator {
  static final String AUTHORIZATION = "codeblocking.authorization";

  @Override
  public boolean checkOrigin(@Nullable String origin) {
    return allowed(origin, CDI.current().select(Settings.class).get());
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

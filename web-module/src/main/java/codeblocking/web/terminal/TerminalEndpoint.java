package codeblocking.web.terminal;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.websocket.CloseReason;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerEndpoint;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The terminal of a project, over a WebSocket. */
@Dependent
@ServerEndpoint(value = "/ws/terminal/{projectId}", configurator = Handshake.class)
public class TerminalEndpoint {
  private static final System.Logger LOGGER = System.getLogger(TerminalEndpoint.class.getName());
  private static final int LONGEST_BINARY = 64 * 1024;
  private static final int LONGEST_TEXT = 4 * 1024;
  private static final String CLIENT = "codeblocking.client";

  private final TerminalClients clients;

  @Inject
  public TerminalEndpoint(TerminalClients clients) {
    this.clients = clients;
  }

  @OnOpen
  public void opened(Session session, @PathParam("projectId") String projectId) {
    // Silence is watched by our own heartbeat. Asked first: setting it is not cheap everywhere.
    if (session.getMaxIdleTimeout() != 0) {
      session.setMaxIdleTimeout(0);
    }
    Object authorization = session.getUserProperties().remove(Handshake.AUTHORIZATION);
    Knock knock =
        new Knock(
            projectId,
            authorization instanceof String text ? text : null,
            session.getRequestParameterMap());
    Connection connection = new SessionConnection(session, clients.threads());
    session.getUserProperties().put(CLIENT, clients.open(connection, knock));
  }

  @OnMessage(maxMessageSize = LONGEST_BINARY)
  public void typed(Session session, ByteBuffer bytes) {
    TerminalClient client = client(session);
    if (client != null) {
      client.typed(bytes);
    }
  }

  @OnMessage(maxMessageSize = LONGEST_TEXT)
  public void said(Session session, String text) {
    TerminalClient client = client(session);
    if (client != null) {
      client.said(text);
    }
  }

  @OnMessage
  public void ponged(Session session, PongMessage pong) {
    TerminalClient client = client(session);
    if (client != null) {
      client.heard();
    }
  }

  @OnClose
  public void closed(Session session, CloseReason reason) {
    gone(session);
  }

  /** Such as a connection that was reset; the server closes the session, if it has not yet. */
  @OnError
  public void failed(Session session, Throwable failure) {
    LOGGER.log(System.Logger.Level.DEBUG, "a terminal's connection failed", failure);
    gone(session);
  }

  private void gone(Session session) {
    TerminalClient client = client(session);
    if (client != null) {
      clients.closed(client);
    }
  }

  private static @Nullable TerminalClient client(Session session) {
    return session.getUserProperties().get(CLIENT) instanceof TerminalClient client ? client : null;
  }
}

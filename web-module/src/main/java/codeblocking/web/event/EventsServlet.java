package codeblocking.web.event;

import codeblocking.identity.Caller;
import codeblocking.project.InvalidInput;
import codeblocking.project.ProjectId;
import codeblocking.web.problem.Problem;
import codeblocking.web.problem.Problems;
import codeblocking.web.project.Access;
import codeblocking.web.signin.CurrentCaller;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/events}: a servlet, since only its output can be written without blocking. */
@WebServlet(urlPatterns = "/api/events", asyncSupported = true)
public class EventsServlet extends HttpServlet {
  @Inject private EventClients clients;
  @Inject private Access access;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      open(request, response);
    } catch (RuntimeException e) {
      Optional<Problem> known = Problems.of(e);
      if (known.isEmpty() || response.isCommitted()) {
        throw e;
      }
      Problems.write(response, known.get());
    }
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getMethod().equals("GET")) {
      doGet(request, response);
    } else {
      response.setHeader("Allow", "GET");
      Problems.write(response, Problems.ofStatus(405));
    }
  }

  private void open(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Caller caller = CurrentCaller.of(request);
    String asked = request.getParameter("project");
    ProjectId project = asked == null ? null : access.seen(caller, asked).id();
    Long seen = seen(request.getHeader("Last-Event-ID"));
    clients.admit(caller);

    response.setContentType("text/event-stream");
    response.setCharacterEncoding("UTF-8");
    response.setHeader("Cache-Control", "no-store");
    // A proxy that gathers the answer before it passes it on would make a stream of nothing.
    response.setHeader("X-Accel-Buffering", "no");
    AsyncContext connection = request.startAsync();
    connection.setTimeout(0);
    EventClient client = new EventClient(caller, project, connection, seen != null);
    connection.addListener(new Goodbye(client));
    clients.add(client);
    if (seen != null) {
      replay(client, seen, project);
    }
    client.open();
  }

  private void replay(EventClient client, long seen, @Nullable ProjectId project) {
    try {
      clients.replay(client, seen, project);
    } catch (RuntimeException e) {
      // Not silently without what it missed: it asks again by itself.
      client.end();
      throw e;
    }
  }

  private static @Nullable Long seen(@Nullable String header) {
    if (header == null || header.isBlank()) {
      return null;
    }
    try {
      return Long.parseLong(header.strip());
    } catch (NumberFormatException e) {
      throw new InvalidInput("Last-Event-ID", "must be the id of an event, a number", e);
    }
  }

  private final class Goodbye implements AsyncListener {
    private final EventClient client;

    Goodbye(EventClient client) {
      this.client = client;
    }

    @Override
    public void onComplete(AsyncEvent event) {
      clients.remove(client);
    }

    @Override
    public void onTimeout(AsyncEvent event) {
      client.end();
    }

    @Override
    public void onError(AsyncEvent event) {
      clients.remove(client);
      client.end();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
      // Once per request, and it has been.
    }
  }
}

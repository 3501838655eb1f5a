package codeblocking.system.kit;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A client of the Server-Sent Events; remembers all that came. */
public final class EventStream implements AutoCloseable {

  /** One event; {@code type} is empty where the server named none. */
  public record Event(String id, String type, String data) {
    public JsonNode json() {
      return Json.read(data);
    }
  }

  private final Stream<String> lines;
  private final List<Event> events = new CopyOnWriteArrayList<>();

  private EventStream(Stream<String> lines) {
    this.lines = lines;
  }

  static EventStream open(Api api, String query, @Nullable String lastEventId) {
    HttpRequest.Builder request =
        api.request("/api/events" + query).header("Accept", "text/event-stream");
    if (lastEventId != null) {
      request = request.header("Last-Event-ID", lastEventId);
    }
    try {
      HttpResponse<Stream<String>> response =
          Api.HTTP.send(request.build(), BodyHandlers.ofLines());
      String type = response.headers().firstValue("Content-Type").orElse("");
      if (response.statusCode() != 200 || !type.startsWith("text/event-stream")) {
        throw new AssertionError("No event stream: " + response.statusCode() + " " + type);
      }
      EventStream stream = new EventStream(response.body());
      Thread reader = new Thread(stream::read, "events");
      reader.setDaemon(true);
      reader.start();
      return stream;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public List<Event> events() {
    return List.copyOf(events);
  }

  public List<String> ids() {
    return events.stream().map(Event::id).toList();
  }

  public Event await(String what, Duration atMost, Predicate<? super Event> wanted) {
    return Await.until(
            "an event: " + what, atMost, this::events, all -> all.stream().anyMatch(wanted))
        .stream()
        .filter(wanted)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    lines.close();
  }

  private void read() {
    String id = "";
    String type = "";
    StringBuilder data = new StringBuilder();
    try {
      for (String line : (Iterable<String>) lines::iterator) {
        if (line.isEmpty()) {
          if (data.length() > 0) {
            events.add(new Event(id, type, data.toString()));
          }
          type = "";
          data.setLength(0);
        } else if (line.startsWith("id:")) {
          id = line.substring(3).strip();
        } else if (line.startsWith("event:")) {
          type = line.substring(6).strip();
        } else if (line.startsWith("data:")) {
          data.append(data.length() > 0 ? "\n" : "").append(line.substring(5).strip());
        }
      }
    } catch (UncheckedIOException | IllegalStateException e) {
      // Closed, by us or by the server: what came is what came.
    }
  }
}

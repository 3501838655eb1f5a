package codeblocking.web.terminal;

import codeblocking.save.Safety;
import codeblocking.terminal.Start;
import codeblocking.terminal.TerminalName;
import codeblocking.terminal.TerminalSize;
import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Text messages of the terminal, in JSON. */
final class Messages {
  /** Each lookup of the provider by {@code Json} reads the list of services of all libraries. */
  static final JsonBuilderFactory BUILDERS = Json.createBuilderFactory(Map.of());

  private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());

  private Messages() {}

  /** What a client says, apart from what it types. */
  sealed interface FromClient {
    record Resize(TerminalSize size) implements FromClient {}

    record Ack(long offset) implements FromClient {}
  }

  static FromClient parse(String text) throws Refused {
    try (JsonReader reader = READERS.createReader(new StringReader(text))) {
      JsonObject object = reader.readObject();
      return switch (object.getString("type", "")) {
        case "resize" -> new FromClient.Resize(size(object));
        case "ack" -> new FromClient.Ack(number(object, "offset"));
        default -> throw malformed("type must be resize or ack");
      };
    } catch (JsonException | IllegalStateException | ClassCastException e) {
      throw malformed("text messages are JSON objects");
    }
  }

  private static TerminalSize size(JsonObject object) throws Refused {
    long cols = number(object, "cols");
    long rows = number(object, "rows");
    Optional<TerminalSize> size = TerminalSize.of(clamped(cols), clamped(rows));
    return size.orElseThrow(() -> malformed("cols and rows are from 1 to 1000"));
  }

  private static int clamped(long number) {
    return (int) Math.max(-1, Math.min(number, Integer.MAX_VALUE));
  }

  private static long number(JsonObject object, String name) throws Refused {
    JsonValue value = object.get(name);
    if (value instanceof JsonNumber number && number.isIntegral()) {
      try {
        return number.longValueExact();
      } catch (ArithmeticException e) {
        throw malformed(name + " is too large");
      }
    }
    throw malformed(name + " must be a whole number");
  }

  static Refused malformed(String what) {
    return new Refused(CloseCode.FAILED, "malformed message: " + what);
  }

  static String progress(String stage, long millis) {
    return BUILDERS
        .createObjectBuilder()
        .add("type", "progress")
        .add("stage", stage)
        .add("millis", millis)
        .build()
        .toString();
  }

  static String attached(TerminalName terminal, Start start, boolean warm) {
    JsonObjectBuilder json =
        BUILDERS
            .createObjectBuilder()
            .add("type", "attached")
            .add("terminal", terminal.value())
            .add("offset", start.offset())
            .add("warm", warm)
            .add("shell", start.shell());
    if (!start.screen().isEmpty()) {
      json.add("screen", start.screen());
    }
    return json.build().toString();
  }

  static String exit(int code) {
    return BUILDERS.createObjectBuilder().add("type", "exit").add("code", code).build().toString();
  }

  static String notice(Notice notice) {
    JsonObjectBuilder json =
        BUILDERS.createObjectBuilder().add("type", "notice").add("message", notice.message());
    if (notice.kind() != null) {
      json.add("kind", notice.kind());
    }
    if (notice.action() != null) {
      json.add("action", notice.action());
    }
    return json.build().toString();
  }

  /** How safe what the workspace holds now is, and whether a save of it is under way. */
  static String workspace(Safety safety, boolean saving, Instant at) {
    String state =
        switch (safety) {
          case VERIFIED -> "saved";
          case DURABLE -> "savedLocally";
          case UNSAVED -> "unsaved";
        };
    return BUILDERS
        .createObjectBuilder()
        .add("type", "workspace")
        .add("state", state)
        .add("saving", saving)
        .add("at", at.toString())
        .build()
        .toString();
  }
}

package codeblocking.web.body;

import codeblocking.project.InvalidInput;
import codeblocking.web.problem.Problem;
import codeblocking.web.problem.Refusal;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonLocation;
import jakarta.json.stream.JsonParsingException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request's JSON object, whatever its Content-Type says: browsers send fire-and-forget calls as
 * text. Fields that nobody asks for are ignored.
 */
public final class JsonBody {
  private static final int MOST_BYTES = 64 * 1024;

  /** Each lookup of the provider by {@code Json} reads the list of services of all libraries. */
  private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());

  private final JsonObject object;

  private JsonBody(JsonObject object) {
    this.object = object;
  }

  /** No body at all is an empty object. */
  public static JsonBody read(@Nullable InputStream in) throws IOException {
    byte[] bytes = in == null ? new byte[0] : in.readNBytes(MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      throw new Refusal(new Problem(413, "the body must be at most 65536 bytes long"));
    }
    if (new String(bytes, StandardCharsets.UTF_8).isBlank()) {
      return new JsonBody(JsonValue.EMPTY_JSON_OBJECT);
    }
    try (JsonReader reader = READERS.createReader(new ByteArrayInputStream(bytes))) {
      JsonValue value = reader.readValue();
      if (value instanceof JsonObject object) {
        return new JsonBody(object);
      }
    } catch (JsonParsingException e) {
      JsonLocation where = e.getLocation();
      String place =
          "the body is no valid JSON (line %d, column %d)"
              .formatted(where.getLineNumber(), where.getColumnNumber());
      throw new Refusal(new Problem(400, place), e);
    } catch (JsonException e) {
      throw new Refusal(new Problem(400, "the body is no valid JSON"), e);
    } catch (RuntimeException e) {
      // How this parser says that it refuses to go deeper.
      throw new Refusal(new Problem(400, "the body is nested too deeply"), e);
    }
    throw new Refusal(new Problem(400, "the body must be a JSON object, such as {}"));
  }

  /** Empty: absent or null. */
  public Optional<String> text(String field) {
    JsonValue value = object.get(field);
    if (value == null || value == JsonValue.NULL) {
      return Optional.empty();
    }
    if (value instanceof JsonString text) {
      return Optional.of(text.getString());
    }
    throw new InvalidInput(field, "must be a string");
  }

  /** Absent or null: an empty one. */
  public JsonBody object(String field) {
    JsonValue value = object.get(field);
    if (value == null || value == JsonValue.NULL) {
      return new JsonBody(JsonValue.EMPTY_JSON_OBJECT);
    }
    if (value instanceof JsonObject inner) {
      return new JsonBody(inner);
    }
    throw new InvalidInput(field, "must be a JSON object, such as {}");
  }

  public String required(String field) {
    return text(field).orElseThrow(() -> new InvalidInput(field, "is missing"));
  }

  /** At most {@code longest} characters. */
  public Optional<String> text(String field, int longest) {
    Optional<String> text = text(field);
    if (text.filter(value -> value.length() > longest).isPresent()) {
      throw new InvalidInput(field, "must be at most " + longest + " characters long");
    }
    return text;
  }

  public boolean flag(String field, boolean standard) {
    JsonValue value = object.get(field);
    if (value == null || value == JsonValue.NULL) {
      return standard;
    }
    return switch (value.getValueType()) {
      case TRUE -> true;
      case FALSE -> false;
      default -> throw new InvalidInput(field, "must be true or false");
    };
  }
}

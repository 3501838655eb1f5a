package codeblocking.ledger;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Columns that hold more than a word. */
final class Text {
  private static final Jsonb JSON = JsonbBuilder.create();
  private static final Type MAP =
      new TreeMap<String, String>() {}.getClass().getGenericSuperclass();

  private Text() {}

  static String json(Object value) {
    return JSON.toJson(value);
  }

  static Map<String, String> map(String json) {
    Map<String, String> map = JSON.fromJson(json, MAP);
    return Map.copyOf(map);
  }

  static <T> List<T> list(String json, Class<T[]> arrays) {
    return List.of(JSON.fromJson(json, arrays));
  }

  /** What does not fit a column is cut, with a mark: an error must never fail for its length. */
  static @Nullable String cut(@Nullable String text, int most) {
    if (text == null) {
      return null;
    }
    // A NUL ends a PostgreSQL text with an error.
    String clean = text.replace('\0', ' ');
    return clean.length() <= most ? clean : clean.substring(0, most - 2) + " …";
  }
}

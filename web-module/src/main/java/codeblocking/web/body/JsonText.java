package codeblocking.web.body;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.config.PropertyOrderStrategy;

/** Our JSON: nulls are written, since a member that is missing says nothing. */
public final class JsonText {
  private static final Jsonb JSONB =
      JsonbBuilder.create(
          new JsonbConfig()
              .withNullValues(true)
              .withPropertyOrderStrategy(PropertyOrderStrategy.ANY));

  private JsonText() {}

  public static String write(Object value) {
    return JSONB.toJson(value);
  }

  static Jsonb jsonb() {
    return JSONB;
  }
}

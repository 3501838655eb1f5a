package codeblocking.web.body;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;

/** Our JSON: nulls are written, since a member that is missing says nothing. */
public final class JsonText {
  private static final Jsonb JSONB = JsonbBuilder.create(new JsonbConfig().withNullValues(true));

  private JsonText() {}

  public static String write(Object value) {
    return JSONB.toJson(value);
  }

  static Jsonb jsonb() {
    return JSONB;
  }
}

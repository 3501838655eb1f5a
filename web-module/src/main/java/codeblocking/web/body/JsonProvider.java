package codeblocking.web.body;

import jakarta.json.bind.Jsonb;
import jakarta.ws.rs.ext.ContextResolver;
import jakarta.ws.rs.ext.Provider;

/** Hands our JSON settings to JAX-RS. */
@Provider
public class JsonProvider implements ContextResolver<Jsonb> {
  @Override
  public Jsonb getContext(Class<?> type) {
    return JsonText.jsonb();
  }
}

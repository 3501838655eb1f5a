package codeblocking.web.terminal;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client came with.
 *
 * @param authorization header; null: none
 * @param parameters of the query
 */
record Knock(
    String projectId, @Nullable String authorization, Map<String, List<String>> parameters) {
  /** The only value; null: none, or several. */
  @Nullable String parameter(String name) {
    List<String> values = parameters.getOrDefault(name, List.of());
    return values.size() == 1 ? values.get(0) : null;
  }
}

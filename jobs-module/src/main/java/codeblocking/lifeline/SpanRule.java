package codeblocking.lifeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Begins and ends, as the feed tells them, put together. */
public final class SpanRule {
  private SpanRule() {}

  /**
   * A thing began, went on, or ended.
   *
   * @param key which one
   */
  public record Change(String key, Instant at, boolean lasts) {}

  /**
   * @param changes in the order in which they happened
   * @param lasting since when those that last now do; what is told of as begun and is not among
   *     them has vanished untold, and is left without a guess of when
   */
  public static List<Span> spans(List<Change> changes, Map<String, Instant> lasting) {
    Map<String, @Nullable Instant> open = new LinkedHashMap<>();
    List<Span> spans = new ArrayList<>();
    for (Change change : changes) {
      if (!change.lasts()) {
        spans.add(new Span(open.remove(change.key()), change.at()));
      } else if (!open.containsKey(change.key())) {
        Instant since = lasting.get(change.key());
        open.put(change.key(), since != null && since.isBefore(change.at()) ? since : change.at());
      }
    }
    lasting.forEach((key, since) -> spans.add(new Span(open.getOrDefault(key, since), null)));
    return spans;
  }
}

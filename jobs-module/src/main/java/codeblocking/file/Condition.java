package codeblocking.file;

import codeblocking.workspace.Entry;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What must be there for a change to happen, as {@code If-Match} and {@code If-None-Match} say. */
public record Condition(@Nullable String ifMatch, @Nullable String ifNoneMatch) {
  private static final String ANY = "*";
  private static final String WEAK = "W/";

  public static final Condition NONE = new Condition(null, null);

  /**
   * Names a file's content: another file of that name, and another time or size, have another one.
   */
  static String etag(Entry entry) {
    return "\"%x-%x-%x\"".formatted(entry.modified(), entry.size(), entry.key().hashCode());
  }

  void check(Optional<Entry> there) {
    Optional<String> etag = there.map(Condition::etag);
    if (ifMatch != null && !matches(ifMatch, etag, false)) {
      throw new FileRefused(
          FileRefused.Reason.CHANGED,
          there.isPresent()
              ? "it is not any more what If-Match names; nothing was changed"
              : "it is not there any more; nothing was changed");
    }
    if (ifNoneMatch != null && matches(ifNoneMatch, etag, true)) {
      throw new FileRefused(FileRefused.Reason.CHANGED, "it is there already; nothing was changed");
    }
  }

  /** A weak name says nothing about every byte, which a writer must know. */
  private static boolean matches(String header, Optional<String> etag, boolean weakToo) {
    if (etag.isEmpty()) {
      return false;
    }
    List<String> named = Arrays.stream(header.split(",")).map(String::strip).toList();
    return named.contains(ANY)
        || named.contains(etag.get())
        || (weakToo && named.contains(WEAK + etag.get()));
  }
}

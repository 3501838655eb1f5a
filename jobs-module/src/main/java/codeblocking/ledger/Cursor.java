package codeblocking.ledger;

import codeblocking.page.InvalidCursor;
import codeblocking.page.Page;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;

/** Where a page of a newest-first list ended. */
record Cursor(Instant at, String id) {
  static Cursor parse(String text) {
    String[] parts = text.split("\\.", 2);
    if (parts.length != 2 || parts[1].length() > 36) {
      throw new InvalidCursor();
    }
    try {
      return new Cursor(
          Instant.EPOCH.plus(Long.parseLong(parts[0], 36), ChronoUnit.MICROS), parts[1]);
    } catch (NumberFormatException | ArithmeticException | java.time.DateTimeException e) {
      throw new InvalidCursor();
    }
  }

  String text() {
    return Long.toString(MicrosConverter.micros(at), 36) + "." + id;
  }

  /** A page from rows of which one more than wanted was asked for. */
  static <R, T> Page<T> page(
      List<R> rows, int limit, Function<R, Cursor> cursor, Function<R, T> value) {
    boolean more = rows.size() > limit;
    List<R> shown = more ? rows.subList(0, limit) : rows;
    return new Page<>(
        shown.stream().map(value).toList(),
        more ? cursor.apply(shown.get(shown.size() - 1)).text() : null);
  }
}

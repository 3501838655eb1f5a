package codeblocking.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * File names as the bytes that they are.
 *
 * <p>A {@link Path} holds the kernel's bytes but shows and takes text in the locale's encoding, and
 * under {@code LC_ALL=C} that loses every non-ASCII name. Its URI holds them percent-encoded
 * whatever the locale, so names pass through that.
 */
final class Names {
  private static final Path ROOT = Path.of("/");

  private Names() {}

  /** The name as UTF-8 text; null: it is not UTF-8, and git hosts would refuse it. */
  static @Nullable String text(Path name) {
    String shown = name.toString();
    return isAscii(shown) ? shown : decode(bytes(name, shown.endsWith("/")));
  }

  /** A relative path of one or more components. */
  static Path path(String text) {
    if (isAscii(text)) {
      return Path.of(text);
    }
    StringBuilder uri = new StringBuilder("file:///");
    for (byte b : text.getBytes(UTF_8)) {
      uri.append(b == '/' ? "/" : "%%%02X".formatted(b & 0xff));
    }
    return ROOT.relativize(Path.of(URI.create(uri.toString())));
  }

  /** The bytes of a path, relative or absolute. */
  static byte[] bytes(Path path) {
    String shown = path.toString();
    return isAscii(shown) ? shown.getBytes(UTF_8) : bytes(path, shown.endsWith("/"));
  }

  /** For reports: printable, whatever the name holds. */
  static String printable(Path name) {
    byte[] bytes = bytes(name);
    String text = decode(bytes);
    if (text != null) {
      return printable(text);
    }
    StringBuilder shown = new StringBuilder();
    for (byte b : bytes) {
      shown.append(b >= ' ' && b < 127 ? String.valueOf((char) b) : "\\x%02x".formatted(b & 0xff));
    }
    return shown.toString();
  }

  static String printable(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (Character.isISOControl(c)
                  || Character.getType(c) == Character.FORMAT
                  || Character.getType(c) == Character.LINE_SEPARATOR
                  || Character.getType(c) == Character.PARAGRAPH_SEPARATOR) {
                shown.append(String.format(Locale.ROOT, "\\u%04x", c));
              } else {
                shown.appendCodePoint(c);
              }
            });
    return shown.toString();
  }

  private static byte[] bytes(Path path, boolean endsWithSlash) {
    boolean absolute = path.isAbsolute();
    String raw = ROOT.resolve(path).toUri().getRawPath();
    // toUri adds a slash where a directory of that name happens to exist.
    int end = !endsWithSlash && raw.endsWith("/") ? raw.length() - 1 : raw.length();
    ByteBuffer bytes = ByteBuffer.allocate(end);
    for (int i = absolute ? 0 : 1; i < end; i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        bytes.put((byte) Integer.parseInt(raw.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        bytes.put((byte) c);
      }
    }
    byte[] exact = new byte[bytes.position()];
    bytes.flip().get(exact);
    return exact;
  }

  /** Null: it is not UTF-8. */
  static @Nullable String utf8(byte[] name) {
    return decode(name);
  }

  private static @Nullable String decode(byte[] bytes) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }
}

package codeblocking.workspace;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.jspecify.annotations.Nullable;

/**
 * What git LFS commits in place of a file.
 *
 * @param oid sha256 of the file, in hex digits
 */
record LfsPointer(String oid, long size) {
  /** By the specification, no pointer is larger. */
  static final int MOST_BYTES = 1024;

  private static final Pattern TEXT =
      Pattern.compile(
          "version https://git-lfs\\.github\\.com/spec/v1\n(?:ext-[^\n]*\n)*"
              + "oid sha256:([0-9a-f]{64})\nsize ([0-9]{1,18})\n?");

  /** Null: it is none. */
  static @Nullable LfsPointer parse(byte[] bytes) {
    Matcher matcher = TEXT.matcher(new String(bytes, ISO_8859_1));
    return bytes.length <= MOST_BYTES && matcher.matches()
        ? new LfsPointer(matcher.group(1), Long.parseLong(matcher.group(2)))
        : null;
  }

  /** Null: the blob is none. */
  static @Nullable LfsPointer read(ObjectReader reader, ObjectId blob) throws IOException {
    try {
      ObjectLoader loader = reader.open(blob, Constants.OBJ_BLOB);
      return loader.getSize() > MOST_BYTES ? null : parse(loader.getBytes());
    } catch (MissingObjectException e) {
      return null;
    }
  }
}

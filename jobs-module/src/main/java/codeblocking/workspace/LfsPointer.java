package codeblocking.workspace;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.List;
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

  private static final String VERSION = "version https://git-lfs.github.com/spec/v1";
  private static final Pattern OID = Pattern.compile("oid sha256:([0-9a-f]{64})");
  private static final Pattern SIZE = Pattern.compile("size ([0-9]{1,18})");

  /** Null: it is none. */
  static @Nullable LfsPointer parse(byte[] bytes) {
    if (bytes.length > MOST_BYTES) {
      return null;
    }
    // Between the first line and the last two there may be those of extensions.
    List<String> lines = new String(bytes, ISO_8859_1).lines().toList();
    if (lines.size() < 3 || !lines.get(0).equals(VERSION)) {
      return null;
    }
    Matcher oid = OID.matcher(lines.get(lines.size() - 2));
    Matcher size = SIZE.matcher(lines.get(lines.size() - 1));
    return oid.matches() && size.matches()
        ? new LfsPointer(oid.group(1), Long.parseLong(size.group(1)))
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

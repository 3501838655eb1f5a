package codeblocking.workspace;

import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.jspecify.annotations.Nullable;

/** The blobs of a walk's files: read, or known from what was read before. */
final class FileBlobs {
  private final ObjectReader reader;
  private final Blobs blobs;
  private final TreeSnapshot.Options options;

  FileBlobs(ObjectReader reader, Blobs blobs, TreeSnapshot.Options options) {
    this.reader = reader;
    this.blobs = blobs;
    this.options = options;
  }

  /** {@code afresh}: something happened to this file, whatever its times and size say. */
  ObjectId blob(
      OpenDirectory directory, Entry entry, List<String> path, StatCache.How how, boolean afresh)
      throws IOException {
    StatCache cache = options.cache();
    String key = cache == null ? "" : String.join("/", path);
    if (cache != null && !afresh) {
      ObjectId known = cache.find(key, entry, how);
      if (known != null && (!blobs.writes() || reader.has(known, Constants.OBJ_BLOB))) {
        return known;
      }
    }
    ObjectId id = blobs.file(directory, entry, how.conversion(), () -> hasCrlf(how.before()));
    if (cache != null) {
      cache.put(key, entry, how, id, options.nowNanos());
    }
    return id;
  }

  /** The pointer that was saved before, where the file is still what it points to; else null. */
  @Nullable ObjectId pointer(
      OpenDirectory directory, Entry entry, List<String> path, StatCache.How how, boolean afresh)
      throws IOException {
    ObjectId before = how.before();
    if (how.conversion() != Conversion.LFS || before == null) {
      return null;
    }
    LfsPointer pointer = LfsPointer.read(reader, before);
    if (pointer == null || pointer.size() != entry.size()) {
      return null;
    }
    StatCache cache = options.cache();
    String key = cache == null ? "" : String.join("/", path);
    ObjectId known = cache == null || afresh ? null : cache.find(key, entry, how);
    if (known != null) {
      return known.equals(before) ? before : null;
    }
    if (!pointer.oid().equals(sha256(directory, entry))) {
      return null;
    }
    if (cache != null) {
      cache.put(key, entry, how, before, options.nowNanos());
    }
    return before;
  }

  private static String sha256(OpenDirectory directory, Entry entry) throws IOException {
    try (DigestOutputStream out =
        new DigestOutputStream(
            OutputStream.nullOutputStream(), MessageDigest.getInstance("SHA-256"))) {
      long unused = directory.copy(entry, out);
      return HexFormat.of().formatHex(out.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean hasCrlf(@Nullable ObjectId blob) throws IOException {
    if (blob == null) {
      return false;
    }
    try (var in = reader.open(blob, Constants.OBJ_BLOB).openStream()) {
      LineEnds ends = LineEnds.of(in);
      return ends.hasCrlf() && !ends.binary();
    } catch (MissingObjectException e) {
      return false;
    }
  }
}

package codeblocking.workspace;

import java.io.IOException;
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

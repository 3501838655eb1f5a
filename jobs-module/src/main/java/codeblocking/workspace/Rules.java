package codeblocking.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;

import codeblocking.save.Skipped;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the files of patterns say that hold in a directory, read as data. */
record Rules(Ignores ignores, Attributes attributes) {
  private static final String IGNORES = ".gitignore";
  private static final String ATTRIBUTES = ".gitattributes";

  /** Files whose change means that everything beside and below them is to be looked at again. */
  static boolean isRules(String name) {
    return name.equals(IGNORES) || name.equals(ATTRIBUTES);
  }

  /** The rules that hold in the directory, which is at {@code path}. */
  Rules in(OpenDirectory directory, List<String> path, boolean ignored, Skips skips)
      throws IOException {
    return new Rules(
        ignored ? ignores : ignores(directory, path, skips), attributes(directory, path, skips));
  }

  private Ignores ignores(OpenDirectory directory, List<String> path, Skips skips)
      throws IOException {
    if (!there(directory, IGNORES)) {
      return ignores;
    }
    byte[] text = text(directory, IGNORES, path, skips, "files that are new here are not saved");
    return ignores.with(text == null ? "*".getBytes(UTF_8) : text, path.size());
  }

  private Attributes attributes(OpenDirectory directory, List<String> path, Skips skips)
      throws IOException {
    if (!there(directory, ATTRIBUTES)) {
      return attributes;
    }
    byte[] text = text(directory, ATTRIBUTES, path, skips, "line ends are saved as they are");
    return text == null ? attributes : attributes.with(text, path.size());
  }

  private static boolean there(OpenDirectory directory, String name) throws IOException {
    return directory.stat(name).filter(entry -> entry.kind() == Entry.Kind.FILE).isPresent();
  }

  private static byte @Nullable [] text(
      OpenDirectory directory, String name, List<String> path, Skips skips, String consequence) {
    byte[] text = null;
    try {
      text = directory.readSmall(name, Ignores.MOST_BYTES);
    } catch (IOException e) {
      // Told below, as for one that is too large.
    }
    if (text == null) {
      String where = path.isEmpty() ? name : String.join("/", path) + "/" + name;
      skips.add(new Skipped(Names.printable(where), "its patterns cannot be read; " + consequence));
    }
    return text;
  }
}

package codeblocking.save;

import static java.nio.charset.StandardCharsets.UTF_8;

import codeblocking.workspace.Digest;
import codeblocking.workspace.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** What a workspace was filled with when it was made or imported: that needs no save. */
public final class RecordedBase {
  private static final String FILE = "codeblocking-base";

  private RecordedBase() {}

  public static void write(Path gitDir, Digest digest) throws IOException {
    Path file = gitDir.resolve(FILE);
    Path making = gitDir.resolve(FILE + ".new");
    Files.writeString(making, digest.tree() + " " + digest.refs() + "\n", UTF_8);
    Durable.file(making);
    Files.move(making, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Durable.directory(gitDir);
  }

  /** Takes over what another git directory says, if it does. */
  static void copy(Path from, Path to) throws IOException {
    Optional<Digest> base = read(from);
    if (base.isPresent()) {
      write(to, base.get());
    }
  }

  public static Optional<Digest> read(Path gitDir) throws IOException {
    Path file = gitDir.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    String[] words = Files.readString(file, UTF_8).strip().split(" ");
    return words.length == 2 ? Optional.of(new Digest(words[0], words[1])) : Optional.empty();
  }
}

package codeblocking.save;

import codeblocking.remote.ObjectCopy;
import codeblocking.remote.RefWriter;
import codeblocking.workspace.SafeGit;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;

/** Takes out of a damaged git directory every ref that is whole, with all that it needs. */
final class Salvage {
  private static final System.Logger LOGGER = System.getLogger(Salvage.class.getName());

  private Salvage() {}

  static void copy(Path damaged, Path fresh) {
    try {
      mend(damaged, fresh);
      try (Repository from = SafeGit.open(damaged);
          Repository to = SafeGit.open(fresh)) {
        for (String name : names(damaged)) {
          copy(from, to, name);
        }
      }
    } catch (IOException | RuntimeException e) {
      LOGGER.log(
          Level.WARNING, "Nothing could be taken out of " + damaged + "; the remote has it all", e);
    }
  }

  /** So that it can be opened at all; it is a copy for people by now. */
  private static void mend(Path damaged, Path fresh) throws IOException {
    for (String file : List.of("config", "HEAD")) {
      Files.copy(fresh.resolve(file), damaged.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    Files.createDirectories(damaged.resolve("refs"));
    Files.createDirectories(damaged.resolve("objects"));
  }

  /** By looking at the files: one broken ref hides no other. */
  private static Set<String> names(Path damaged) throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.walk(damaged.resolve("refs"))) {
      files
          .filter(Files::isRegularFile)
          .map(file -> damaged.relativize(file).toString())
          .filter(name -> !name.endsWith(".lock"))
          .forEach(names::add);
    }
    Path packed = damaged.resolve("packed-refs");
    if (Files.isRegularFile(packed)) {
      String text = new String(Files.readAllBytes(packed), StandardCharsets.ISO_8859_1);
      text.lines()
          .filter(line -> line.matches("[0-9a-f]{40} refs/.+"))
          .forEach(line -> names.add(line.substring(41)));
    }
    return names;
  }

  private static void copy(Repository from, Repository to, String name) {
    try {
      Ref ref = from.exactRef(name);
      if (ref == null || ref.getObjectId() == null) {
        return;
      }
      ObjectId id = ref.getObjectId();
      ObjectCopy.copy(from, to, List.of(id), tips(to));
      new RefWriter(to).set(name, id);
    } catch (IOException | RuntimeException e) {
      LOGGER.log(Level.INFO, "The ref {0} is damaged: {1}", name, e.getMessage());
    }
  }

  private static List<ObjectId> tips(Repository repository) throws IOException {
    return repository.getRefDatabase().getRefs().stream()
        .map(Ref::getObjectId)
        .filter(java.util.Objects::nonNull)
        .toList();
  }
}

package codeblocking.system.kit;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the repository begins: the first directory upwards that holds the modules. */
public final class Root {

  private static final Path DIRECTORY = find();

  private Root() {}

  public static Path directory() {
    return DIRECTORY;
  }

  private static Path find() {
    Path here = Path.of("").toAbsolutePath();
    for (Path each = here; each != null; each = each.getParent()) {
      if (Files.isDirectory(each.resolve("jobs-module"))
          && Files.isDirectory(each.resolve("system-tests"))) {
        return each;
      }
    }
    throw new IllegalStateException("No repository above " + here);
  }
}

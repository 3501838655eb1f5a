package codeblocking.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Which installation this is: made once with the data directory, so that two never touch each
 * other's containers.
 *
 * @param id 12 hex digits, in the labels and names of containers
 */
public record Instance(String id) {
  public static Instance of(DataDirectory data) {
    Path file = data.root().resolve("instance");
    try {
      Files.createDirectories(data.root());
      if (!Files.exists(file)) {
        write(file);
      }
      String id = Files.readString(file).strip();
      if (!id.matches("[0-9a-f]{12}")) {
        throw new IllegalStateException(
            file + " does not hold an instance id (12 hex digits); restore it from a backup");
      }
      return new Instance(id);
    } catch (IOException e) {
      throw new UncheckedIOException("the data directory cannot be used: " + e.getMessage(), e);
    }
  }

  private static void write(Path file) throws IOException {
    String id = UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    try {
      Files.writeString(file, id + "\n", StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      // Another process of this installation was sooner; its id is ours.
    }
  }
}

package codeblocking.file;

import static codeblocking.file.FileRefused.Reason.IN_THE_WAY;
import static codeblocking.file.FileRefused.Reason.MISSING;

import codeblocking.project.Project;
import codeblocking.workspace.Entry;
import java.util.Optional;

/** What must be there for a change; else it is refused in words. */
final class Expected {
  private Expected() {}

  /** INVARIANT: until a clone is done, nothing is saved, so nothing is promised. */
  static void filled(Project project) {
    if (!project.filled()) {
      throw new FileRefused(
          IN_THE_WAY, "the import has not finished; its files can be changed when it has");
    }
  }

  /** Nothing, or what may be written over. */
  static void nothingBut(Entry.Kind kind, Optional<Entry> there) {
    there
        .filter(entry -> entry.kind() != kind)
        .ifPresent(
            entry -> {
              throw new FileRefused(
                  IN_THE_WAY, "%s is there, and stays".formatted(what(entry.kind())));
            });
  }

  static void nothing(FilePath path, Optional<Entry> there) {
    if (there.isPresent()) {
      throw new FileRefused(IN_THE_WAY, "%s is there already, and stays".formatted(path));
    }
  }

  static Entry something(Optional<Entry> there, Condition condition) {
    if (there.isEmpty() && condition.ifMatch() == null) {
      throw new FileRefused(MISSING, "there is no such file or folder");
    }
    condition.check(there);
    return there.orElseThrow();
  }

  /** A folder goes with all that is in it, so it must be meant. */
  static void meant(Entry there, boolean folder) {
    boolean isFolder = there.kind() == Entry.Kind.DIRECTORY;
    if (isFolder && !folder) {
      throw new FileRefused(
          IN_THE_WAY,
          "this is a folder; end the path with a slash to remove it with all that is in it");
    }
    if (!isFolder && folder) {
      throw new FileRefused(MISSING, "there is no such folder");
    }
  }

  private static String what(Entry.Kind kind) {
    return switch (kind) {
      case FILE -> "a file";
      case DIRECTORY -> "a folder";
      case LINK -> "a link";
      case SPECIAL -> "a FIFO, socket or device";
    };
  }
}

package codeblocking.place;

import codeblocking.settings.DataDirectory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Moves a project into a slot and back, so that it can be cut short at any point. */
final class Moves {
  static final String PROJECT = "project";
  static final String HOME = "home";

  /** A file that is not complete yet is called so. */
  private static final String MAKING = ".new";

  private final DataDirectory data;
  private final ClaimJournal journal;
  private final Between between;

  Moves(DataDirectory data, ClaimJournal journal, Between between) {
    this.data = data;
    this.journal = journal;
    this.between = between;
  }

  /** Hears of each step that was done. */
  interface Between {
    void after(String step);
  }

  Path open(String slot) throws IOException {
    Path directory = data.slots().resolve(slot);
    Files.createDirectories(data.slots());
    ours(Files.createDirectory(directory));
    Files.createDirectories(data.handover(slot));
    ours(data.handover(slot));
    journal.open(slot);
    return directory;
  }

  /** Whatever the umask is: nobody inside may write here. */
  private static void ours(Path directory) throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  void in(Claim claim) throws IOException {
    Path own = data.slot(claim.project().toString());
    Path slot = data.slots().resolve(claim.slot());
    try {
      journal.record(claim);
      between.after("recorded");
      move(own.resolve(HOME), slot.resolve(HOME));
      between.after("home in");
      // Last: what is typed next goes there.
      move(own.resolve(PROJECT), slot.resolve(PROJECT));
      between.after("project in");
    } catch (IOException e) {
      undo(claim, e);
      throw e;
    }
  }

  /**
   * At start: takes back what is not wholly in the slot.
   *
   * <p>A claim was cut short before its shell was told of the project, or a return after its
   * container was dead: nothing runs over it.
   *
   * @return false: it is there
   */
  boolean undone(Claim claim) throws IOException {
    Path slot = data.slots().resolve(claim.slot());
    if (inside(slot, claim.files()) && inside(slot, claim.home())) {
      return false;
    }
    back(claim);
    journal.blank(claim.slot());
    return true;
  }

  private boolean inside(Path slot, Identity identity) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(slot)) {
      for (Path each : all) {
        if (is(each, identity)) {
          return true;
        }
      }
    } catch (NoSuchFileException e) {
      return false;
    }
    return false;
  }

  private void undo(Claim claim, IOException cause) {
    try {
      back(claim);
      journal.blank(claim.slot());
    } catch (IOException e) {
      // The next start reads it in the journal.
      cause.addSuppressed(e);
    }
  }

  void back(Claim claim) throws IOException {
    Path own = data.slot(claim.project().toString());
    Path slot = data.slots().resolve(claim.slot());
    back(slot, own, PROJECT, claim.files());
    between.after("project back");
    back(slot, own, HOME, claim.home());
    between.after("home back");
    sync(own);
  }

  private void back(Path slot, Path own, String name, Identity identity) throws IOException {
    Path home = own.resolve(name);
    if (is(home, identity)) {
      return;
    }
    Path there = find(slot, name, identity);
    move(there, home);
  }

  /** Where the server is not root, its workspaces' users may have moved it about in the slot. */
  private Path find(Path slot, String name, Identity identity) throws IOException {
    if (is(slot.resolve(name), identity)) {
      return slot.resolve(name);
    }
    try (DirectoryStream<Path> all = Files.newDirectoryStream(slot)) {
      for (Path each : all) {
        if (is(each, identity)) {
          return each;
        }
      }
    }
    throw new IOException(
        "%s is no longer in slot %s, where it was put; what is there is left as it is"
            .formatted(name, slot.getFileName()));
  }

  private boolean is(Path directory, Identity identity) throws IOException {
    try {
      return same(identity, Identity.of(directory));
    } catch (NoSuchFileException | NotDirectoryException e) {
      return false;
    }
  }

  /**
   * Whether it is the same directory. A disk may have another device number after a reboot: then
   * that of the slots, which are on it, counts.
   */
  boolean same(Identity journaled, Identity found) {
    return journaled.equals(found)
        || (journaled.inode() == found.inode() && found.device() == deviceNow());
  }

  private long deviceNow() {
    try {
      return Identity.of(data.slots()).device();
    } catch (IOException e) {
      return -1;
    }
  }

  /** The journal goes last: without it, nobody would look in the slot. */
  void remove(String slot) throws IOException {
    Path directory = data.slots().resolve(slot);
    for (String name : List.of(PROJECT, HOME)) {
      if (Files.exists(directory.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
        throw new DirectoryNotEmptyException(directory.resolve(name).toString());
      }
    }
    empty(data.handover(slot));
    empty(directory);
    between.after("slot removed");
    journal.remove(slot);
  }

  /** Files of ours, or a tenant's where the server is not root; a directory of theirs stays. */
  private static void empty(Path directory) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
      for (Path each : all) {
        Files.delete(each);
      }
    } catch (NoSuchFileException e) {
      return;
    }
    Files.delete(directory);
  }

  /** All that waits to be taken in by a command that runs inside. */
  void share(Path from, Path to) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(from)) {
      for (Path each : all) {
        String name = String.valueOf(each.getFileName());
        if (!name.endsWith(MAKING)) {
          link(each, to.resolve(name));
        }
      }
    } catch (NoSuchFileException e) {
      // Nothing was ever handed over.
    }
  }

  /** Both are the server's own, and one file has both names. */
  static void link(Path from, Path to) throws IOException {
    try {
      Files.createLink(to, from);
    } catch (FileAlreadyExistsException e) {
      Files.delete(to);
      Files.createLink(to, from);
    } catch (NoSuchFileException e) {
      // Taken back already.
    }
  }

  private static void move(Path from, Path to) throws IOException {
    if (Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(to.toString());
    }
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}

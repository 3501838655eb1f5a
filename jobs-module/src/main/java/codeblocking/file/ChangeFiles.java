package codeblocking.file;

import static codeblocking.file.FileRefused.Reason.IN_THE_WAY;

import codeblocking.job.JobKind;
import codeblocking.job.JobRequest;
import codeblocking.job.Jobs;
import codeblocking.project.InvalidInput;
import codeblocking.project.Project;
import codeblocking.project.ProjectId;
import codeblocking.save.SaveTrigger;
import codeblocking.session.Sessions;
import codeblocking.workspace.DiskFailure;
import codeblocking.workspace.Entry;
import codeblocking.workspace.HostPlace;
import codeblocking.workspace.HostWrites;
import codeblocking.workspace.OpenDirectory;
import codeblocking.workspace.ProjectFolders;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.NotDirectoryException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Changes a project's files from the host, with or without a container; what was changed is on the
 * disk when it returns.
 */
public final class ChangeFiles {
  private static final int BUFFER = 64 * 1024;

  /** What an entry takes, whatever is in it. */
  private static final long BLOCK = 4096;

  private static final int LOCKS = 64;

  /** A stream of changes is saved no more often, where nobody is there whose leaving saves it. */
  private static final Duration QUIET = Duration.ofSeconds(5);

  private final HostWrites writes;
  private final Room room;
  private final Sessions sessions;
  private final Jobs jobs;

  /** Two writers from here see one another, as the condition of each says. */
  private final List<Object> locks = Stream.generate(Object::new).limit(LOCKS).toList();

  public ChangeFiles(HostWrites writes, Room room, Sessions sessions, Jobs jobs) {
    this.writes = writes;
    this.room = room;
    this.sessions = sessions;
    this.jobs = jobs;
  }

  /**
   * What was done.
   *
   * @param created it was not there before
   * @param etag of a file; null: it is a folder
   */
  public record Done(boolean created, @Nullable String etag) {}

  /**
   * Writes a file, all of it or nothing.
   *
   * @param length bytes that are to come; -1: not said
   * @throws FileRefused nothing was changed
   */
  public Done put(
      Project project, FilePath path, Condition condition, InputStream content, long length)
      throws IOException {
    Expected.filled(project);
    Writable.check("path", path);
    return changing(
        project,
        () -> {
          Optional<Entry> seen;
          try (HostPlace place = writes.reach(project.id(), path.names())) {
            seen = fileAt(place, condition);
          }
          long replaced = seen.map(entry -> entry.size() + BLOCK).orElse(0L);
          try (HostWrites.Draft draft = writes.draft();
              Room.Taken taken = room.take(project.id(), replaced)) {
            taken.more(BLOCK);
            taken.check(Math.max(0, length));
            receive(content, length, draft, taken);
            return put(project.id(), path, condition, draft, taken);
          }
        });
  }

  private static void receive(
      InputStream content, long length, HostWrites.Draft draft, Room.Taken taken)
      throws IOException {
    long received = 0;
    try (OutputStream out = draft.open()) {
      byte[] buffer = new byte[BUFFER];
      for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
        taken.more(read);
        out.write(buffer, 0, read);
        received += read;
      }
    }
    if (length >= 0 && received != length) {
      throw new InvalidInput("body", "must be as long as its Content-Length says");
    }
  }

  private Done put(
      ProjectId project,
      FilePath path,
      Condition condition,
      HostWrites.Draft draft,
      Room.Taken taken)
      throws IOException {
    synchronized (lock(project)) {
      try (HostPlace place = writes.reach(project, path.names())) {
        Optional<Entry> over = fileAt(place, condition);
        Entry made = place.put(draft, over);
        taken.put();
        return new Done(over.isEmpty(), Condition.etag(made));
      }
    }
  }

  /** The file that is to be written over; empty: nothing is there. */
  private static Optional<Entry> fileAt(HostPlace place, Condition condition) throws IOException {
    Optional<Entry> there = place.there();
    Expected.nothingBut(Entry.Kind.FILE, there);
    condition.check(there);
    return there;
  }

  /** Makes a folder; one that is there is as good. */
  public Done putFolder(Project project, FilePath path, Condition condition) throws IOException {
    Expected.filled(project);
    Writable.check("path", path);
    return changing(
        project,
        () -> {
          synchronized (lock(project.id())) {
            try (HostPlace place = writes.reach(project.id(), path.names());
                HostWrites.Draft draft = writes.draft();
                Room.Taken taken = room.take(project.id(), 0)) {
              Optional<Entry> there = place.there();
              condition.check(there);
              if (there.isPresent()) {
                Expected.nothingBut(Entry.Kind.DIRECTORY, there);
                return new Done(false, null);
              }
              taken.more(BLOCK);
              place.putDirectory(draft);
              taken.put();
              return new Done(true, null);
            }
          }
        });
  }

  /**
   * Removes what is there; a link is removed, never followed.
   *
   * @param folder it must be a folder, and goes with all that is in it; else it must be none
   */
  public void delete(Project project, FilePath path, boolean folder, Condition condition)
      throws IOException {
    Expected.filled(project);
    Writable.check("path", path);
    var unused =
        changing(
            project,
            () -> {
              synchronized (lock(project.id())) {
                try (HostPlace place = writes.reach(project.id(), path.names())) {
                  Entry there = Expected.something(place.there(), condition);
                  Expected.meant(there, folder);
                  if (removed(project, place, there)) {
                    return new Done(false, null);
                  }
                  throw new FileRefused(
                      IN_THE_WAY, "something writes into this folder all the while; stop it");
                }
              }
            });
  }

  /** What of a folder is gone is to be saved, too, where the rest could not be removed. */
  private boolean removed(Project project, HostPlace place, Entry there) throws IOException {
    boolean gone = false;
    try {
      gone = place.remove(there);
      return gone;
    } finally {
      if (!gone) {
        leaveSave(project);
      }
    }
  }

  /** Renames what is there, over nothing. */
  public Done move(Project project, FilePath path, FilePath to, Condition condition)
      throws IOException {
    Expected.filled(project);
    Writable.check("path", path);
    Writable.check("moveTo", to);
    if (to.startsWith(path)) {
      throw new InvalidInput("moveTo", "must be another path, and not one below what is moved");
    }
    return changing(
        project,
        () -> {
          synchronized (lock(project.id())) {
            try (HostPlace from = writes.reach(project.id(), path.names());
                HostPlace target = writes.reach(project.id(), to.names());
                HostWrites.Draft draft = writes.draft()) {
              Entry there = Expected.something(from.there(), condition);
              Expected.nothing(to, target.there());
              from.move(there, target, draft);
              // A rename changes neither time nor size, and it is the same file.
              return new Done(true, there.kind() == Entry.Kind.FILE ? Condition.etag(there) : null);
            }
          }
        });
  }

  private interface Change {
    Done make() throws IOException;
  }

  private Done changing(Project project, Change change) throws IOException {
    Done done;
    try {
      done = change.make();
    } catch (ProjectFolders.Missing e) {
      throw new FileRefused(IN_THE_WAY, "the workspace's files are not on this host", e);
    } catch (OpenDirectory.ChangedWhileRead e) {
      throw meanwhile(e);
    } catch (NotDirectoryException e) {
      throw new FileRefused(
          IN_THE_WAY, "%s is in the path, and is no folder".formatted(e.getFile()), e);
    } catch (FileSystemException e) {
      if (DiskFailure.in(e).isPresent()) {
        throw e;
      }
      throw meanwhile(e);
    }
    leaveSave(project);
    return done;
  }

  private static FileRefused meanwhile(IOException cause) {
    return new FileRefused(
        IN_THE_WAY,
        "something there was changed in this moment; look again, then try again",
        cause);
  }

  /**
   * Who is there saves by leaving. Where nobody is, it is left to a job, which a stream of changes
   * shares. Asked after the change: whoever leaves in between has saved it or is still there.
   */
  private void leaveSave(Project project) {
    if (sessions.count(project.id()) == 0) {
      jobs.enqueue(
          JobRequest.of(JobKind.PERSIST, project.id(), project.owner())
              .with("trigger", SaveTrigger.MANUAL.label())
              .after(QUIET));
    }
  }

  private Object lock(ProjectId project) {
    return locks.get(Math.floorMod(project.hashCode(), LOCKS));
  }
}

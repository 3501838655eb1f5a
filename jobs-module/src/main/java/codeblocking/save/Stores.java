package codeblocking.save;

import codeblocking.job.LeaseLost;
import codeblocking.job.NeedsPerson;
import codeblocking.job.RetryLater;
import codeblocking.project.Project;
import codeblocking.remote.Remotes;
import codeblocking.settings.DataDirectory;
import codeblocking.workspace.Packs;
import codeblocking.workspace.SetAside;
import java.io.EOFException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.PackInvalidException;
import org.eclipse.jgit.errors.PackMismatchException;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.errors.TransportException;

/**
 * The server's git directories, for the holders of the projects' git leases. One that turns out
 * damaged is set aside, and a new one is made of what is whole in it and of what the remote has.
 */
public final class Stores {
  private static final System.Logger LOGGER = System.getLogger(Stores.class.getName());
  private static final List<Class<? extends Exception>> SIGNS =
      List.of(
          MissingObjectException.class,
          CorruptObjectException.class,
          IncorrectObjectTypeException.class,
          PackInvalidException.class,
          PackMismatchException.class,
          RepositoryNotFoundException.class,
          ConfigInvalidException.class);

  private final DataDirectory data;
  private final Remotes remotes;
  private final Clock clock;

  public Stores(DataDirectory data, Remotes remotes, Clock clock) {
    this.data = data;
    this.remotes = remotes;
    this.clock = clock;
  }

  /** What is done with an open git directory; may be done again from its beginning. */
  public interface Use<T> {
    T with(GitStore store)
        throws IOException, RetryLater, NeedsPerson, LeaseLost, InterruptedException;
  }

  public <T> T use(Project project, Use<T> use)
      throws IOException, RetryLater, NeedsPerson, LeaseLost, InterruptedException {
    try (GitStore store = open(project)) {
      return use.with(store);
    } catch (IOException | RuntimeException | RetryLater | NeedsPerson e) {
      Path git = data.git(project.id().toString());
      if (!signOfDamage(e) || StoreCheck.whole(git)) {
        throw e;
      }
      LOGGER.log(
          Level.ERROR,
          "The git directory of project " + project.id() + " is damaged: it is rebuilt",
          e);
      setAside(git);
    }
    try (GitStore store = open(project)) {
      return use.with(store);
    }
  }

  private GitStore open(Project project) throws IOException {
    Path git = data.git(project.id().toString());
    if (!Files.isDirectory(git)) {
      rebuild(project, git);
    }
    return GitStore.open(git, data.staging());
  }

  /** While no snapshot is being written into it. */
  private void setAside(Path git) throws IOException {
    StoreTurns turns = StoreTurns.of(git);
    turns.job(() -> SetAside.setAside(git, data.staging(), clock.instant()));
    turns.jobEnds();
  }

  /** Ends with a rename, so that after a crash it begins anew. */
  private void rebuild(Project project, Path git) throws IOException {
    Path making = SetAside.begin(git, data.staging());
    List<Path> damaged = SetAside.of(git);
    if (!damaged.isEmpty()) {
      Salvage.copy(damaged.get(0), making);
      RecordedBase.copy(damaged.get(0), making);
      RemoteMark.copy(damaged.get(0), making);
    }
    try {
      var unused = remotes.of(project).fetch(making, words -> {});
    } catch (RetryLater | NeedsPerson e) {
      LOGGER.log(
          Level.WARNING,
          "The git directory of project "
              + project.id()
              + " is rebuilt without its remote, which does not answer; the next push tells more",
          e);
    }
    Packs.sync(making);
    SetAside.finish(making, git);
  }

  private static boolean signOfDamage(Exception failure) {
    boolean transport = false;
    boolean ended = false;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      Throwable one = cause;
      String message = one.getMessage();
      if (one instanceof RuntimeException
          || SIGNS.stream().anyMatch(sign -> sign.isInstance(one))
          || (message != null && message.startsWith("Not a ref"))) {
        return true;
      }
      transport |= one instanceof TransportException;
      ended |= one instanceof EOFException;
    }
    // Connections end too early every day.
    return ended && !transport;
  }
}

package codeblocking.save;

import codeblocking.container.ContainerId;
import codeblocking.container.ContainerList;
import codeblocking.container.ContainerRequest;
import codeblocking.container.Containers;
import codeblocking.container.EngineUnavailable;
import codeblocking.container.LiveContainer;
import codeblocking.container.TerminalStream;
import codeblocking.project.ProjectId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.UploadPack;

/**
 * What git does inside, done in this process: thousands of saves take seconds, and each step of the
 * scripts is a place to crash at. The scripts themselves are tested elsewhere.
 */
final class InsideByJGit implements Containers {
  private static final int PIPE = 1 << 16;

  private final ModelUser user;
  private final Path handover;
  private final CrashPoints points;

  InsideByJGit(ModelUser user, Path handover, CrashPoints points) {
    this.user = user;
    this.handover = handover;
    this.points = points;
  }

  @Override
  public Process run(ContainerRequest request, List<String> command, Duration timeout)
      throws EngineUnavailable {
    points.pass("before a command inside");
    try {
      return command.contains("upload-pack") ? new Served() : new Ended(script(command));
    } catch (IOException e) {
      throw new EngineUnavailable("inside: " + e.getMessage(), e, false);
    } finally {
      points.pass("after a command inside");
    }
  }

  private int script(List<String> words) throws IOException {
    List<String> arguments = words.subList(4, words.size());
    try (Repository repository = user.open()) {
      return arguments.get(3).equals("refs")
          ? fill(repository, arguments)
          : bringAlong(repository, arguments);
    }
  }

  private int bringAlong(Repository repository, List<String> arguments) throws IOException {
    String branch = "refs/heads/" + arguments.get(1);
    ObjectId from = ObjectId.fromString(arguments.get(2));
    ObjectId to = ObjectId.fromString(arguments.get(3));
    if (!branch.equals(repository.getFullBranch())) {
      return 10;
    }
    unpack(repository, arguments.get(0));
    points.pass("bring-along, unpacked");
    DirCache index = repository.readDirCache();
    if (index.hasUnmergedPaths()) {
      return 11;
    }
    keepStaged(repository, index, from, to, arguments.get(4));
    points.pass("bring-along, staged content kept");
    if (!from.equals(to)) {
      RefUpdate update = repository.updateRef(branch);
      update.setNewObjectId(to);
      update.setExpectedOldObjectId(from);
      update.setForceUpdate(true);
      if (update.forceUpdate() == RefUpdate.Result.LOCK_FAILURE) {
        return 12;
      }
      points.pass("bring-along, branch moved");
      readTree(repository, to);
    }
    set(repository, "refs/remotes/origin/" + arguments.get(1), to);
    return 0;
  }

  private static void keepStaged(
      Repository repository, DirCache index, ObjectId from, ObjectId to, String job)
      throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter();
        RevWalk walk = new RevWalk(repository)) {
      ObjectId staged = index.writeTree(inserter);
      ObjectId before =
          from.equals(ObjectId.zeroId()) ? ObjectId.zeroId() : walk.parseCommit(from).getTree();
      if (!staged.equals(before) && !staged.equals(walk.parseCommit(to).getTree())) {
        CommitBuilder kept = new CommitBuilder();
        kept.setTreeId(staged);
        kept.setAuthor(new PersonIdent("CodeBlocking", "codeblocking@localhost"));
        kept.setCommitter(kept.getAuthor());
        kept.setMessage("What was staged before the auto-save");
        ObjectId id = inserter.insert(kept);
        inserter.flush();
        set(repository, "refs/codeblocking/staged/" + job, id);
      }
    }
  }

  private static void readTree(Repository repository, ObjectId commit) throws IOException {
    DirCache index = repository.lockDirCache();
    try (ObjectReader reader = repository.newObjectReader();
        RevWalk walk = new RevWalk(reader)) {
      DirCacheBuilder builder = index.builder();
      builder.addTree(new byte[0], 0, reader, walk.parseCommit(commit).getTree());
      builder.finish();
      index.write();
      index.commit();
    } finally {
      index.unlock();
    }
  }

  private int fill(Repository repository, List<String> arguments) throws IOException {
    if (!arguments.get(0).equals("none")) {
      unpack(repository, arguments.get(0));
    }
    points.pass("fill, unpacked");
    for (String line : Files.readAllLines(onHost(arguments.get(1)))) {
      String[] words = line.split(" ");
      set(repository, words[1], ObjectId.fromString(words[0]));
    }
    return 0;
  }

  private Path onHost(String inside) {
    return handover.resolve(inside.substring(inside.lastIndexOf('/') + 1));
  }

  private void unpack(Repository repository, String pack) throws IOException {
    try (InputStream in = Files.newInputStream(onHost(pack));
        ObjectInserter inserter = repository.newObjectInserter()) {
      inserter.newPackParser(in).parse(NullProgressMonitor.INSTANCE);
      inserter.flush();
    }
  }

  private static void set(Repository repository, String name, ObjectId id) throws IOException {
    RefUpdate update = repository.updateRef(name, true);
    update.setNewObjectId(id);
    update.setForceUpdate(true);
    update.forceUpdate();
  }

  /** {@code git upload-pack}, between two pipes that need no system calls. */
  private final class Served extends Process {
    private final PipedInputStream asked = new PipedInputStream(PIPE);
    private final PipedOutputStream asking = new PipedOutputStream(asked);
    private final PipedInputStream answers = new PipedInputStream(PIPE);
    private final PipedOutputStream answering = new PipedOutputStream(answers);
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();

    Served() throws IOException {
      Thread server = new Thread(this::serve, "upload-pack");
      server.setDaemon(true);
      server.start();
    }

    private void serve() {
      try (Repository repository = user.open();
          asked;
          answering) {
        UploadPack pack = new UploadPack(repository);
        pack.setRequestPolicy(UploadPack.RequestPolicy.ANY);
        pack.upload(asked, answering, null);
        exit.complete(0);
      } catch (IOException | RuntimeException e) {
        exit.complete(1);
      }
    }

    @Override
    public OutputStream getOutputStream() {
      return asking;
    }

    @Override
    public InputStream getInputStream() {
      return answers;
    }

    @Override
    public InputStream getErrorStream() {
      return InputStream.nullInputStream();
    }

    @Override
    public int waitFor() {
      return exit.join();
    }

    @Override
    public int exitValue() {
      return exit.getNow(-1);
    }

    @Override
    public void destroy() {
      try {
        asking.close();
        answers.close();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static final class Ended extends Process {
    private final int code;

    Ended(int code) {
      this.code = code;
    }

    @Override
    public OutputStream getOutputStream() {
      return OutputStream.nullOutputStream();
    }

    @Override
    public InputStream getInputStream() {
      return new ByteArrayInputStream(new byte[0]);
    }

    @Override
    public InputStream getErrorStream() {
      return InputStream.nullInputStream();
    }

    @Override
    public int waitFor() {
      return code;
    }

    @Override
    public int exitValue() {
      return code;
    }

    @Override
    public void destroy() {}
  }

  @Override
  public LiveContainer start(ContainerRequest request) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<LiveContainer> find(ProjectId project) {
    return Optional.empty();
  }

  @Override
  public void pause(ProjectId project) {}

  @Override
  public void resume(ProjectId project) {}

  @Override
  public void remove(ContainerId container) {}

  @Override
  public boolean removePaused(ContainerId container) {
    return true;
  }

  @Override
  public ContainerList list() {
    return new ContainerList(List.of(), true);
  }

  @Override
  public TerminalStream mainTerminal(ContainerId container, int cols, int rows) {
    return terminal(container, cols, rows);
  }

  @Override
  public TerminalStream terminal(ContainerId container, int cols, int rows) {
    throw new UnsupportedOperationException();
  }

  @Override
  public TerminalStream spare(ContainerId container, int cols, int rows) {
    throw new UnsupportedOperationException();
  }

  @Override
  public String ping() {
    return "this process";
  }
}

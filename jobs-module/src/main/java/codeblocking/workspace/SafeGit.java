package codeblocking.workspace;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.internal.storage.pack.PackWriter;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.storage.pack.PackConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.FS_POSIX;
import org.eclipse.jgit.util.ProcessResult;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * The only place that opens git directories: ours alone, starting no process, reading no
 * configuration but the directory's own, which we wrote.
 */
public final class SafeGit {
  /** One object; git hosts refuse from 100 MB on. */
  public static final long MOST_OBJECT_BYTES = 512L << 20;

  // As JGit, and our copies, name files that are not yet what they are to be, and packs that are
  // not to be collected while refs to them are being written.
  private static final String HALF_WRITTEN = "{incoming_*,insert_*,noz*,gc_*,copy-*.pack,*.keep}";

  private static final String UNINDEXED = ".unindexed";

  static {
    SystemReader.setInstance(new NoConfig(SystemReader.getInstance()));
    // Until it is measured, a file that changed within two seconds counts as one that may change.
    FS.FileStoreAttributes.setBackground(true);
  }

  private SafeGit() {}

  /**
   * Begins to measure how exact the times of files are on a disk. JGit does so where it first meets
   * one, for three seconds: those of whoever makes the first project.
   */
  public static void prepare(Path directory) {
    var unused = FS.getFileStoreAttributes(directory);
  }

  /** Opens a bare git directory that this server owns. The caller closes it. */
  public static Repository open(Path gitDir) throws IOException {
    if (!Files.isDirectory(gitDir.resolve("objects"))
        || !Files.isRegularFile(gitDir.resolve("HEAD"))) {
      throw new RepositoryNotFoundException(gitDir.toFile());
    }
    return new ServerRepository(
        new FileRepositoryBuilder()
            .setFS(new NoExec())
            .setBare()
            .setGitDir(gitDir.toFile())
            .setup());
  }

  /**
   * From here on, a repository of this class is read for packing one commit, by what it changes of
   * its parent and not by all that it has. For nothing else: other reads are wrong.
   *
   * @param there commits that whoever gets the pack has, complete
   */
  public static void packs(Repository repository, ObjectId commit, Set<ObjectId> there)
      throws IOException {
    ((ServerRepository) repository).packs(commit, there);
  }

  /** Packs some commits for whoever has others, complete; to be prepared with the same. */
  public static PackWriter packer(Repository repository, Set<ObjectId> want, Set<ObjectId> have)
      throws IOException {
    ObjectReader reader = repository.newObjectReader();
    try {
      Set<ObjectId> shared =
          want.size() == 1 ? SparseReader.shared(reader, want.iterator().next(), have) : Set.of();
      return new PackWriter(new PackConfig(repository), SparseReader.of(reader, shared));
    } catch (IOException | RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  /** Makes a bare git directory, complete or not at all; one that is there stays. */
  public static void create(Path gitDir, Path staging, String branch) throws IOException {
    if (Files.isDirectory(gitDir)) {
      return;
    }
    Files.createDirectories(staging);
    Path making =
        Files.createTempDirectory(
            staging,
            "git-",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    try (Repository repository =
        new FileRepositoryBuilder()
            .setFS(new NoExec())
            .setBare()
            .setGitDir(making.toFile())
            .build()) {
      repository.create(true);
      StoredConfig config = repository.getConfig();
      settle(config);
      config.save();
      repository.updateRef("HEAD", true).link("refs/heads/" + branch);
    }
    Durable.tree(making);
    Durable.move(making, gitDir);
  }

  private static void settle(Config config) {
    // JGit collects garbage in the background after a fetch; it once deleted a directory that a
    // ref was being written to, and an older commit was pushed. We collect under the project lease.
    config.setInt("gc", null, "auto", 0);
    config.setInt("gc", null, "autopacklimit", 0);
    config.setBoolean("gc", null, "autodetach", false);
    config.setBoolean("receive", null, "autogc", false);
    config.setBoolean("receive", null, "fsckobjects", true);
    config.setLong("receive", null, "maxobjectsizelimit", MOST_OBJECT_BYTES);
    config.setBoolean("core", null, "fsyncobjectfiles", true);
    config.setBoolean("core", null, "fsyncreffiles", true);
    config.setBoolean("core", null, "logallrefupdates", false);
    // A redirect would carry the credential to wherever it points.
    config.setString("http", null, "followRedirects", "false");
    config.setInt("pack", null, "threads", 1);
  }

  /**
   * Clears away what a killed process left: locks, half-written files, packs without their index.
   * Only for the holder of the project's git lease.
   */
  public static void recover(Path gitDir) throws IOException {
    recover(gitDir, attributes -> true);
    for (String place : List.of("", "objects", "objects/pack")) {
      Path directory = gitDir.resolve(place);
      if (Files.isDirectory(directory)) {
        try (DirectoryStream<Path> halves = Files.newDirectoryStream(directory, HALF_WRITTEN)) {
          for (Path half : halves) {
            Files.deleteIfExists(half);
          }
        }
      }
    }
  }

  /**
   * The same for a directory that others write to, too: what no process of now can be writing, and
   * is in the way.
   */
  public static void recoverShared(Path gitDir) throws IOException {
    // What the system says of the start of a process may be a second off.
    long start = ManagementFactory.getRuntimeMXBean().getStartTime();
    recover(gitDir, attributes -> attributes.lastModifiedTime().toMillis() < start);
  }

  private static void recover(Path gitDir, Predicate<BasicFileAttributes> which)
      throws IOException {
    if (!Files.isDirectory(gitDir)) {
      return;
    }
    Path objects = gitDir.resolve("objects");
    Files.walkFileTree(
        gitDir,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes a) {
            // Loose objects have no locks; a pack that is being received has.
            return objects.equals(directory.getParent()) && !directory.endsWith("pack")
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes a) throws IOException {
            if (which.test(a)) {
              clear(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static void clear(Path file) throws IOException {
    String name = file.getFileName().toString();
    if (name.endsWith(".lock")) {
      Files.deleteIfExists(file);
    } else if (name.matches("pack-.*\\.pack")
        && !Files.exists(file.resolveSibling(name.replaceFirst("pack$", "idx")))) {
      // Nobody finds what is in it, and JGit would not write the same pack again while it is there.
      Files.move(file, file.resolveSibling(name + UNINDEXED), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** A file system layer that starts no process: no hook, no filter, no {@code git --version}. */
  private static final class NoExec extends FS_POSIX {
    NoExec() {
      setGitSystemConfig(null);
      setUserHome(new File("/nonexistent"));
    }

    @Override
    public FS newInstance() {
      return new NoExec();
    }

    @Override
    protected @Nullable File discoverGitExe() {
      return null;
    }

    @Override
    protected @Nullable File discoverGitSystemConfig() {
      return null;
    }

    @Override
    public ProcessBuilder runInShell(String command, String[] args) {
      throw new IllegalStateException("No process is started for git: " + command);
    }

    @Override
    public ProcessResult runHookIfPresent(
        Repository repository,
        String hook,
        String[] args,
        OutputStream out,
        OutputStream err,
        String input) {
      return new ProcessResult(ProcessResult.Status.NOT_PRESENT);
    }

    @Override
    public @Nullable File findHook(Repository repository, String hook) {
      return null;
    }
  }

  /** Hides the host's own git configuration and environment. */
  private static final class NoConfig extends SystemReader.Delegate {
    NoConfig(SystemReader delegate) {
      super(delegate);
    }

    @Override
    public @Nullable String getenv(String variable) {
      return null;
    }

    @Override
    public FileBasedConfig openUserConfig(Config parent, FS fs) {
      return new Empty(parent, fs);
    }

    @Override
    public FileBasedConfig openSystemConfig(Config parent, FS fs) {
      return new Empty(parent, fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(Config parent, FS fs) {
      return new Empty(parent, fs);
    }
  }

  private static final class Empty extends FileBasedConfig {
    Empty(Config parent, FS fs) {
      super(parent, null, fs);
    }

    @Override
    public void load() {
      // There is none.
    }

    @Override
    public void save() {
      // JGit measures file systems in the background and wants to note what it found.
    }

    @Override
    public boolean isOutdated() {
      return false;
    }
  }
}

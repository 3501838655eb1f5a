package codeblocking.save;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.job.JobId;
import codeblocking.project.Project;
import codeblocking.project.ProjectId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A project with work of every kind that a save takes along, to be saved again and again. */
final class SweptProject {
  /** Above what a snapshot keeps in memory. */
  private static final int LARGE = (4 << 20) + 1;

  final ProjectId id = ProjectId.random();
  final JobId job = JobId.random();
  private final Project project = SaveOnce.project(id);
  private final Path temp;
  private final Path template;
  private final List<String> java = new ArrayList<>();
  private final String first;
  private final String own;
  private final String other;
  private String tree = "";

  SweptProject(Path temp) throws Exception {
    this.temp = temp;
    template = temp.resolve("template");
    SaveKit kit = new SaveKit(template);
    kit.workspaces.create(project, "http://localhost/git/" + id + ".git");
    kit.write(project, "a.txt", "one\n");
    kit.write(project, "gone.txt", "to go\n");
    SaveOnce.save(template, id, JobId.random());
    first = SaveKit.git(kit.hosted(project), "rev-parse", "main");
    kit.userGit(project, "checkout", "-qb", "other");
    kit.userGit(project, "commit", "-q", "--allow-empty", "-m", "beside");
    other = kit.userGit(project, "rev-parse", "HEAD");
    kit.userGit(project, "checkout", "-q", "main");
    kit.write(project, "b.txt", "of my own\n");
    kit.userGit(project, "add", ".");
    kit.userGit(project, "commit", "-qm", "of my own");
    own = kit.userGit(project, "rev-parse", "HEAD");
    kit.write(project, "staged.txt", "staged\n");
    kit.userGit(project, "add", ".");
    kit.write(project, "a.txt", "two\n");
    kit.write(project, "src/deep/new.txt", "new\n");
    kit.write(project, "large.txt", "x".repeat(LARGE));
    Files.delete(kit.files(project).resolve("gone.txt"));
    prepare();
  }

  /** Saves it once with nobody disturbing, to know what is to come of it. */
  private void prepare() throws Exception {
    java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    java.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
    java.addAll(List.of("-cp", System.getProperty("java.class.path")));
    java.add(SaveOnce.class.getName());
    Path root = copy("archived");
    assertThat(save(root, List.of())).isZero();
    assertThat(told(root)).isEqualTo(SaveOnce.SAVED);
    tree = hosted(root, "rev-parse", "main^{tree}");
    assertThat(hosted(root, "ls-tree", "-r", "--name-only", "main").lines())
        .containsExactly("a.txt", "b.txt", "large.txt", "src/deep/new.txt", "staged.txt");
    assertThat(hosted(root, "show", "main:a.txt")).isEqualTo("two");
    verify(root, "undisturbed");
    remove(root);
  }

  Path copy(String name) throws Exception {
    Path copy = temp.resolve(name);
    SaveKit.run(temp, List.of("cp", "-a", template.toString(), copy.toString()));
    return copy;
  }

  void remove(Path root) throws Exception {
    SaveKit.run(temp, List.of("rm", "-rf", root.toString()));
  }

  /** All calls of a save that change something below its directory. */
  List<SystemCalls.Call> calls() throws Exception {
    Path root = copy("counted");
    Path trace = temp.resolve("trace");
    assertThat(save(root, SystemCalls.traced(trace))).isZero();
    List<SystemCalls.Call> calls =
        SystemCalls.of(
            trace, arguments -> arguments.contains(root + "/") && !arguments.contains(".probe-"));
    remove(root);
    return calls;
  }

  /** Saves in a process of its own, and answers its exit code. */
  int save(Path root, List<String> before) throws Exception {
    return run(job, List.of(root), before);
  }

  /** Delivers the same job again. */
  void again(Collection<Path> roots) throws Exception {
    assertThat(run(job, roots, List.of())).isZero();
  }

  /** Another job for each, of which nothing is known yet. */
  void next(Collection<Path> roots) throws Exception {
    assertThat(run(JobId.random(), roots, List.of())).isZero();
  }

  /**
   * Saves on a file system of its own with so much room left, and once more when there is room.
   *
   * @return what is there in the end; how the first save ended is told beside it
   */
  Path saveWhereRoomIsLeft(int kilobytes) throws Exception {
    Path root = temp.resolve("disk");
    Files.createDirectories(root);
    Path after = temp.resolve("after");
    List<String> save = new ArrayList<>(java);
    save.addAll(List.of(id.toString(), job.toString(), root.toString()));
    String script =
        """
        set -e
        after=$1 template=$2 root=$3 room=$4 told=$5; shift 5
        mount -t tmpfs -o size=32m none "$root"
        cp -a "$template/." "$root"
        dd if=/dev/zero of="$root/room" bs=1k count="$room" status=none
        dd if=/dev/zero of="$root/filler" bs=4k status=none 2>/dev/null || true
        rm "$root/room"
        "$@"
        cp "$told" "$after.told"
        rm "$root/filler"
        "$@"
        cp -a "$root" "$after"
        """;
    List<String> command = new ArrayList<>(List.of("unshare", "-rm", "sh", "-c", script, "sh"));
    command.addAll(List.of(after.toString(), template.toString(), root.toString()));
    command.addAll(List.of(kilobytes + "", SaveOnce.told(root).toString()));
    command.addAll(save);
    var unused = SaveKit.run(temp, command);
    return after;
  }

  private int run(JobId of, Collection<Path> roots, List<String> before) throws Exception {
    List<String> command = new ArrayList<>(before);
    command.addAll(java);
    command.addAll(List.of(id.toString(), of.toString()));
    roots.forEach(root -> command.add(root.toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(temp.resolve("output").toFile())
            .start();
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new AssertionError("the process hangs: " + command);
    }
    return process.exitValue();
  }

  static String told(Path root) throws IOException {
    return Files.readString(SaveOnce.told(root));
  }

  private String hosted(Path root, String... arguments) throws Exception {
    return git(new SaveKit(root).hosted(project), arguments);
  }

  /** Whatever happened: what was saved is there and whole, and what counts as saved is saved. */
  void lastGoodState(Path root, String what) throws Exception {
    SaveKit kit = new SaveKit(root);
    fsck(kit.hosted(project));
    hosted(root, "merge-base", "--is-ancestor", first, "main");
    git(kit.data.git(id.toString()), "rev-list", "--objects", "--quiet", first);
    FileSaves saves = new FileSaves(root.resolve("saves"));
    assertThat(saves.newestVerified(id)).as(what).isPresent();
    if (saves.ofJob(job).filter(save -> save.state() == SaveState.SAVED).isPresent()) {
      assertThat(hosted(root, "rev-parse", "main^{tree}")).as(what).isEqualTo(tree);
    }
  }

  /** The save is complete in the remote, once; nothing is in the way of the next one. */
  void verify(Path root, String what) throws Exception {
    lastGoodState(root, what);
    SaveKit kit = new SaveKit(root);
    Path store = kit.data.git(id.toString());
    fsck(store);
    assertThat(locks(store)).as(what).isEmpty();
    assertThat(locks(kit.hosted(project))).as(what).isEmpty();
    Save save = saved(root).orElseThrow();
    assertThat(save.state()).as(what).isEqualTo(SaveState.SAVED);
    hosted(root, "merge-base", "--is-ancestor", save.commit(), "main");
    String trailers = "--format=%(trailers:key=Codeblocking-Job,valueonly)";
    assertThat(hosted(root, "log", "--all", trailers)).as(what).containsOnlyOnce(job.toString());
    if (!broughtNoCommits(root)) {
      hosted(root, "merge-base", "--is-ancestor", own, "main");
    }
    assertThat(hosted(root, "log", "--all", "--format=%H")).as(what).contains(own, other);
  }

  /** The disk failed, and all that was left was the content: the next save takes the commits. */
  boolean broughtNoCommits(Path root) throws IOException {
    return saved(root).filter(save -> save.refs().startsWith(SaveDigest.NOT_BROUGHT)).isPresent();
  }

  private Optional<Save> saved(Path root) throws IOException {
    return new FileSaves(root.resolve("saves")).ofJob(job);
  }

  private static void fsck(Path git) throws Exception {
    git(git, "fsck", "--no-dangling", "--no-progress");
  }

  /** What is asked, without what git thinks of the configuration each time. */
  private static String git(Path directory, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("sh", "-c", "exec git \"$@\" 2>&1", "git"));
    command.addAll(List.of(arguments));
    String said = SaveKit.run(directory, command);
    return said.lines()
        .filter(line -> !line.startsWith("warning: core.fsyncObjectFiles"))
        .collect(Collectors.joining("\n"));
  }

  private static List<Path> locks(Path git) throws IOException {
    try (Stream<Path> all = Files.walk(git)) {
      return all.filter(file -> file.toString().endsWith(".lock")).toList();
    }
  }
}

package codeblocking.save;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.job.JobId;
import codeblocking.project.Project;
import codeblocking.project.ProjectId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Kills a process that saves at each system call that changes what is on the disk, or makes that
 * call fail, and looks at what the next process makes of it.
 */
class SaveSweepIT {
  private static final String CHANGES = "rename,renameat,renameat2,fsync,fdatasync,unlink,unlinkat";
  private static final int FAILED = 137;

  @TempDir Path temp;
  private Path template;
  private Path classes;
  private final ProjectId id = ProjectId.random();
  private final JobId job = JobId.random();

  @BeforeEach
  void aProjectWithASaveAndEdits() throws Exception {
    template = temp.resolve("template");
    SaveKit kit = new SaveKit(template);
    Project project = SaveOnce.project(id);
    kit.workspaces.create(project, "http://localhost/git/demo.git");
    kit.write(project, "a.txt", "one\n");
    SaveOnce.save(template, id, JobId.random());
    kit.write(project, "b.txt", "of my own\n");
    kit.userGit(project, "add", ".");
    kit.userGit(project, "commit", "-qm", "of my own");
    kit.write(project, "a.txt", "two\n");
    kit.write(project, "src/new.txt", "new\n");
    classes = temp.resolve("classes.jsa");
    run(template("archive"), List.of("-XX:ArchiveClassesAtExit=" + classes), List.of());
  }

  @Test
  void a_process_killed_at_any_change_loses_nothing_and_doubles_nothing() throws Exception {
    int all = changes();
    assertThat(all).isGreaterThan(20);
    int step = Math.max(1, all / Integer.getInteger("save.sweep.most", 60));
    int killed = 0;
    for (int k = 1; k <= all; k += step) {
      Path root = template("killed-" + k);
      int exit = run(root, List.of(), List.of("inject=" + CHANGES + ":signal=SIGKILL:when=" + k));
      killed += exit == FAILED ? 1 : 0;
      verify(root, exit, "killed at change " + k);
      remove(root);
    }
    System.out.printf("save sweep: %d changes, killed at %d of them%n", all, killed);
    assertThat(killed).isGreaterThan(all / step / 2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "write,pwrite64:error=ENOSPC:when=2+",
        "write,pwrite64:error=ENOSPC:when=9+",
        "write,pwrite64:error=ENOSPC:when=20+",
        "fsync:error=EIO:when=1",
        "fsync:error=EIO:when=4",
        "fsync:error=EIO:when=1+",
        "rename,renameat2:error=ENOSPC:when=2+",
        "openat:error=ENOSPC:when=400+"
      })
  void a_disk_that_fails_is_told_and_leaves_the_last_good_state(String fault) throws Exception {
    Path root = template("failing");

    int exit = run(root, List.of(), List.of("inject=" + fault));

    verify(root, exit, fault);
  }

  private void verify(Path root, int exit, String what) throws Exception {
    SaveKit kit = new SaveKit(root);
    Project project = SaveOnce.project(id);
    if (exit == 0) {
      // It said so: then it is there, before anybody tries again.
      assertThat(jobs(kit, project)).as(what).isEqualTo(1);
    }
    SaveKit.git(kit.hosted(project), "fsck", "--connectivity-only", "--no-dangling");

    SaveOutcome outcome = SaveOnce.save(root, id, job);

    assertThat(outcome.save().orElseThrow().state()).as(what).isEqualTo(SaveState.SAVED);
    assertThat(jobs(kit, project)).as(what).isEqualTo(1);
    ModelHost host = new ModelHost(kit.hosted(project));
    assertThat(host.files(SaveKit.git(kit.hosted(project), "rev-parse", "main")))
        .as(what)
        .isEqualTo(
            new TreeMap<>(
                java.util.Map.of(
                    "a.txt", "two\n", "b.txt", "of my own\n", "src/new.txt", "new\n")));
    assertThat(SaveKit.git(kit.hosted(project), "for-each-ref", "--format=%(refname)"))
        .as(what)
        .isEqualTo("refs/heads/main");
    assertThat(locks(kit.data.git(id.toString()))).as(what).isEmpty();
    assertThat(StoreCheck.whole(kit.data.git(id.toString()))).as(what).isTrue();
  }

  private long jobs(SaveKit kit, Project project) throws Exception {
    String log =
        SaveKit.git(
            kit.hosted(project),
            "log",
            "--format=%(trailers:key=Codeblocking-Job,valueonly)",
            "main");
    return log.lines().filter(line -> line.equals(job.toString())).count();
  }

  private static List<Path> locks(Path git) throws IOException {
    try (Stream<Path> all = Files.walk(git)) {
      return all.filter(file -> file.toString().endsWith(".lock")).toList();
    }
  }

  /** How many there are in the thread that saves. */
  private int changes() throws Exception {
    Path root = template("counted");
    Path trace = temp.resolve("trace");
    run(root, List.of(), List.of("trace=" + CHANGES, "-o", trace.toString()));
    TreeMap<String, Integer> threads = new TreeMap<>();
    for (String line : Files.readAllLines(trace)) {
      if (line.contains("(") && !line.contains("resumed>")) {
        threads.merge(line.split(" ")[0], 1, Integer::sum);
      }
    }
    return threads.values().stream().max(Comparator.naturalOrder()).orElse(0);
  }

  private Path template(String name) throws Exception {
    Path copy = temp.resolve(name);
    SaveKit.run(temp, List.of("cp", "-a", template.toString(), copy.toString()));
    return copy;
  }

  private void remove(Path root) throws Exception {
    SaveKit.run(temp, List.of("rm", "-rf", root.toString()));
  }

  private int run(Path root, List<String> options, List<String> strace) throws Exception {
    List<String> command = new ArrayList<>();
    if (!strace.isEmpty()) {
      command.addAll(List.of("strace", "-f", "-qq", "--seccomp-bpf", "-e", strace.get(0)));
      boolean counts = strace.size() > 1;
      command.addAll(counts ? strace.subList(1, strace.size()) : List.of("-o", "/dev/null"));
      if (!counts) {
        String calls = strace.get(0).substring("inject=".length()).split(":")[0];
        command.addAll(List.of("-e", "trace=" + calls));
      }
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
    command.addAll(options);
    if (options.isEmpty()) {
      command.addAll(List.of("-XX:SharedArchiveFile=" + classes, "-Xshare:auto"));
    }
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), "codeblocking.save.SaveOnce"));
    command.addAll(List.of(root.toString(), id.toString(), job.toString()));
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
}

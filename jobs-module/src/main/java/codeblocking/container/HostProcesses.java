package codeblocking.container;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * Processes of containers as this host sees them, where it does: on the engine's own machine, and
 * as root or the containers' user.
 */
final class HostProcesses {
  private static final System.Logger LOGGER = System.getLogger(HostProcesses.class.getName());
  private static final Path PROC = Path.of("/proc");

  /** Fields of {@code /proc/PID/stat} after the command's closing parenthesis. */
  private static final int SESSION = 3;

  private final Path proc;

  HostProcesses() {
    this(PROC);
  }

  /** For tests: another directory makes all blind. */
  HostProcesses(Path proc) {
    this.proc = proc;
  }

  /** INVARIANT: asked before every signal, since the number may be somebody else's by now. */
  boolean belongs(long pid, ContainerId container) {
    return read(pid, "cgroup").contains(container.value());
  }

  List<Long> inside(ContainerId container) {
    return select(pid -> belongs(pid, container));
  }

  /** The processes of the session that an exec's first process leads. */
  List<Long> session(long leader, ContainerId container) {
    return select(pid -> sessionOf(pid) == leader && belongs(pid, container));
  }

  /** Started to outlive its terminal, as by {@code nohup}. */
  boolean ignoresHangUp(long pid) {
    return read(pid, "status")
        .lines()
        .filter(line -> line.startsWith("SigIgn:"))
        .anyMatch(line -> new BigInteger(line.substring(7).strip(), 16).testBit(0));
  }

  void kill(List<Long> pids) {
    pids.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
  }

  void hangUp(List<Long> pids) {
    if (pids.isEmpty()) {
      return;
    }
    // The shell's own kill: a minimal system has no other, and Java can send no SIGHUP.
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "kill -HUP \"$@\"", "sh"));
    pids.forEach(pid -> command.add(Long.toString(pid)));
    try {
      new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .getOutputStream()
          .close();
    } catch (IOException e) {
      LOGGER.log(
          System.Logger.Level.WARNING, "no hang-up was sent; the processes are killed instead", e);
    }
  }

  private long sessionOf(long pid) {
    String stat = read(pid, "stat");
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
    return fields.length > SESSION ? Long.parseLong(fields[SESSION]) : -1;
  }

  private List<Long> select(LongPredicate wanted) {
    List<Long> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path one : all) {
        long pid = Long.parseLong(one.getFileName().toString());
        if (wanted.test(pid)) {
          found.add(pid);
        }
      }
    } catch (IOException e) {
      return List.of();
    }
    return found;
  }

  private String read(long pid, String file) {
    try {
      return Files.readString(proc.resolve(Long.toString(pid)).resolve(file));
    } catch (IOException e) {
      return "";
    }
  }
}

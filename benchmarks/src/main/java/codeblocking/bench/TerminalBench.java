package codeblocking.bench;

import codeblocking.system.kit.Api;
import codeblocking.system.kit.Command;
import codeblocking.system.kit.Containers;
import codeblocking.system.kit.Server;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How good the terminal itself is: a key's echo, much output, many terminals, and one that is slow.
 */
final class TerminalBench implements Bench.Benchmark {

  private static final int ROUNDS = 5;
  private static final int KEYS = 200;
  private static final int MEGABYTES = 24;
  private static final String CAT = "stty raw -echo; printf ready; exec cat";
  private static final String LOCAL = "echo, local PTY";
  private static final String EXEC = "echo, docker exec -it";
  private static final String BULK = MEGABYTES + " MB by docker exec -t";

  @Override
  public String about() {
    return "echo, bulk output, "
        + Crowd.TERMINALS
        + " attached terminals, a slow client; beside a local PTY and docker exec";
  }

  @Override
  public Report run(Bench.Progress progress) throws IOException {
    Report report = new Report();
    progress.say("starting the server");
    Server.Options many =
        Server.options()
            .with("CODEBLOCKING_USER_MAX_CONTAINERS", "80")
            .with("CODEBLOCKING_POOL_BASE_SIZE", "0");
    try (Server server = Bench.start(many)) {
      Api api = server.as("bench");
      String id = api.createProject("terminal");
      api.awaitJob(api.prewarm(id), "SUCCEEDED");
      String container = Containers.one(id);
      try (PlainTerminal echo = cat(api, id, "echo");
          Pty local = new Pty("sh -c '" + CAT + "'");
          Pty exec = new Pty("docker exec -it " + container + " sh -c \"" + CAT + "\"")) {
        for (int round = -1; round < ROUNDS; round++) {
          Report into = round < 0 ? new Report() : report;
          local.echoes(into.baseline(LOCAL));
          exec.echoes(into.baseline(EXEC));
          echoes(echo, into.ours("echo, terminal", EXEC), KEYS);
        }
      }
      progress.say("echo done");
      bulk(api, id, container, report);
      progress.say("bulk output done");
      slow(server, api, id, report);
      progress.say("slow client done");
      new Crowd(server, api, report, progress).run();
    }
    return report;
  }

  private static PlainTerminal cat(Api api, String id, String name) throws IOException {
    PlainTerminal terminal = new PlainTerminal(api, id, name);
    terminal.type("stty raw -echo; printf rea''dy; exec cat\n");
    terminal.await("ready");
    return terminal;
  }

  private static void echoes(PlainTerminal terminal, Report.Series into, int keys)
      throws IOException {
    for (int key = 0; key < keys; key++) {
      long start = System.nanoTime();
      terminal.type("x");
      byte[] unused = terminal.output();
      into.add(System.nanoTime() - start);
    }
  }

  /** The same file through both; the kernel's terminal makes CR LF of each line's end. */
  private static void bulk(Api api, String id, String container, Report report) throws IOException {
    String file = "/workspace/home/big";
    String make = "yes $(printf 'x%.0s' $(seq 99)) | head -c " + MEGABYTES * 1_000_000 + " > ";
    Containers.exec(container, "bash", "-c", make + file);
    long bytes = MEGABYTES * 1_010_000L;
    try (PlainTerminal terminal = new PlainTerminal(api, id, "bulk")) {
      terminal.type("PS1=; stty -echo; printf rea''dy\n");
      terminal.await("ready");
      for (int round = 0; round < ROUNDS; round++) {
        report.baseline(BULK).add(byExec(container, file, bytes));
        long start = System.nanoTime();
        terminal.type("cat " + file + "\n");
        for (long left = bytes; left > 0; ) {
          left -= terminal.output().length;
        }
        report.ours(MEGABYTES + " MB by terminal", BULK).add(System.nanoTime() - start);
      }
    }
    report.fact(
        "MB/s by docker exec -t, by terminal",
        "%.1f, %.1f"
            .formatted(
                rate(bytes, report.baseline(BULK)),
                rate(bytes, report.ours(MEGABYTES + " MB by terminal", BULK))));
  }

  private static double rate(long bytes, Report.Series times) {
    return bytes / 1000.0 / times.p50();
  }

  private static long byExec(String container, String file, long bytes) throws IOException {
    long start = System.nanoTime();
    Process process = Command.of("docker", "exec", "-t", container, "cat", file).start();
    byte[] buffer = new byte[64 * 1024];
    try (InputStream in = process.getInputStream()) {
      for (long left = bytes; left > 0; ) {
        int read = in.read(buffer);
        if (read < 0) {
          throw new IOException("docker exec -t ended early");
        }
        left -= read;
      }
      return System.nanoTime() - start;
    } finally {
      process.destroyForcibly();
    }
  }

  /** A client that reads nothing of an endless output, while another one types. */
  private static void slow(Server server, Api api, String id, Report report) throws IOException {
    try (PlainTerminal other = cat(api, id, "beside")) {
      echoes(other, new Report().baseline("warm"), KEYS);
      long before = server.residentBytes();
      try (PlainTerminal slow = new PlainTerminal(api, id, "slow")) {
        slow.type("yes\n");
        echoes(other, report.ours("echo, beside yes into a slow client", EXEC), 10 * KEYS);
        report.fact(
            "memory, yes into a slow client",
            "%+d MB".formatted((server.residentBytes() - before) >> 20));
      }
    }
    api.delete("/api/projects/" + id + "/terminals/slow").expect(204);
  }

  /** A command in a pseudo-terminal, as a person has one. */
  private static final class Pty implements AutoCloseable {
    private final Process process;
    private final InputStream in;
    private final OutputStream out;

    Pty(String command) throws IOException {
      process = Command.of("script", "-qec", command, "/dev/null").start();
      in = process.getInputStream();
      out = process.getOutputStream();
      StringBuilder seen = new StringBuilder();
      while (seen.indexOf("ready") < 0) {
        int next = in.read();
        if (next < 0) {
          throw new IOException("Ends at once: " + command + ": " + seen);
        }
        seen.append((char) next);
      }
    }

    void echoes(Report.Series into) throws IOException {
      for (int key = 0; key < KEYS; key++) {
        long start = System.nanoTime();
        out.write('x');
        out.flush();
        if (in.read() < 0) {
          throw new IOException("Ended");
        }
        into.add(System.nanoTime() - start);
      }
    }

    @Override
    public void close() {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /** What the kernel says of a process: threads. */
  static long threads(long pid) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(Path.of("/proc/" + pid + "/status")));
    return lines.stream()
        .filter(line -> line.startsWith("Threads:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}

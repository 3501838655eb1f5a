package codeblocking.bench;

import codeblocking.remote.FaultyGitServer;
import codeblocking.system.kit.Api;
import codeblocking.system.kit.Command;
import codeblocking.system.kit.EventStream;
import codeblocking.system.kit.Git;
import codeblocking.system.kit.Server;
import codeblocking.system.kit.TerminalClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * How long it takes from the closed tab to work that is verified in the remote.
 *
 * <p>Git does the same by hand: add, commit, push, and asking the remote for what it has; told to
 * put on the disk all that it writes, as we do.
 */
final class SaveBench implements Bench.Benchmark {

  private static final int CHANGED = 5;
  private static final int[] SIZES = {100, 1_000, 10_000, 50_000, 100_000};
  private static final int ROUNDS = 15;
  private static final Duration BOUND = Duration.ofSeconds(90);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int SNAPSHOT_SECONDS = 30;

  @Override
  public String about() {
    return "disconnect to verified in the remote, "
        + CHANGED
        + " files changed of 100 to 100 000; beside git add, commit, push and ls-remote with"
        + " core.fsync=all; snapshots; 200 projects at once";
  }

  @Override
  public Report run(Bench.Progress progress) throws IOException {
    Report report = new Report();
    try (FaultyGitServer git = FaultyGitServer.start()) {
      progress.say("starting the server");
      try (Server server =
          Bench.start(
              Server.options()
                  .with("CODEBLOCKING_IMPORT_HOSTS", git.origin())
                  .with("CODEBLOCKING_SNAPSHOT_INTERVAL", "PT1S"))) {
        for (int files : SIZES) {
          measure(files, git, server, report, progress);
        }
        new SaveStorm(server, report, progress).run();
      }
    }
    report.bars("Disconnect to saved, by number of files (p50)", "disconnect to saved");
    report.bars("By git (p50)", "git add, commit, push, ls-remote");
    return report;
  }

  private static void measure(
      int files, FaultyGitServer git, Server server, Report report, Bench.Progress progress)
      throws IOException {
    Api api = server.as("bench");
    String byGit = "git add, commit, push, ls-remote: %,d".formatted(files);
    Git work = seed(files, git.create("cli-" + files), git.create("product-" + files));
    String id = api.importProject("bench " + files, git.url("product-" + files));
    JsonNode imported = api.awaitImported(id);
    progress.say("%,d files: imported %s".formatted(files, imported.path("name").asText()));
    long end = System.nanoTime() + BOUND.toNanos();
    try (EventStream events = api.events(id, null)) {
      for (int round = -2; round < ROUNDS && System.nanoTime() < end; round++) {
        Report into = round < 0 ? new Report() : report;
        String edit = edit(files, round);
        into.baseline(byGit).add(byHand(work, edit));
        into.ours("disconnect to saved: %,d".formatted(files), byGit)
            .add(byClosing(api, id, edit, events));
      }
    }
    unchanged(files, server, id, report);
    progress.say("%,d files: done".formatted(files));
    api.delete("/api/projects/" + id + "?discard=true").expect(202);
  }

  /** A tree of small files in directories of fifty, in two remotes alike. */
  private static Git seed(int files, String... urls) throws IOException {
    Path directory = Files.createTempDirectory("bench-");
    Bench.atTheEnd(() -> Command.of("rm", "-rf", directory.toString()).run());
    Git git = Git.in(directory);
    git.run("init", "-q");
    for (int i = 0; i < files; i++) {
      Path file = directory.resolve(name(i));
      Files.createDirectories(file.getParent());
      Files.writeString(file, ("line of file " + i + "\n").repeat(20));
    }
    git.run("add", "-A");
    git.run("commit", "-q", "-m", "seed");
    for (String url : urls) {
      git.run("push", "-q", url, "main");
    }
    git.run("remote", "add", "origin", urls[0]);
    git.run("fetch", "-q");
    git.run("branch", "-q", "--set-upstream-to=origin/main");
    git.run("config", "user.name", "Bench");
    git.run("config", "user.email", "bench@example.com");
    git.run("config", "core.fsync", "all");
    return git;
  }

  private static String name(int i) {
    return "dir%d/file%d.txt".formatted(i / 50, i);
  }

  private static String edit(int files, int round) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < CHANGED; i++) {
      int file = Math.floorMod(round * 7919 + i * (files / CHANGED), files);
      line.append("echo 'round %d' >> %s; ".formatted(round, name(file)));
    }
    return line + "true";
  }

  private static long byHand(Git work, String edit) {
    Command.of("sh", "-c", edit).in(work.directory()).checked();
    long start = System.nanoTime();
    Command.of(
            "sh",
            "-c",
            "git add -A && git commit -q -m save && git push -q"
                + " && test \"$(git ls-remote origin refs/heads/main | cut -f1)\" ="
                + " \"$(git rev-parse HEAD)\"")
        .in(work.directory())
        .checked();
    return System.nanoTime() - start;
  }

  /** Told by the stream of events, as the page is: asking for the saves would slow them down. */
  private static long byClosing(Api api, String id, String edit, EventStream events) {
    TerminalClient terminal = api.attach(id);
    terminal.run(edit);
    int before = events.events().size();
    long start = System.nanoTime();
    terminal.close();
    await(events, before, SaveBench::saved);
    long took = System.nanoTime() - start;
    // What follows a save is off the user's way, and must not slow down git's round.
    await(events, before, SaveBench::ended);
    return took;
  }

  private static void await(EventStream events, int before, Predicate<EventStream.Event> wanted) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (events.events().stream().skip(before).noneMatch(wanted)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("Not within " + PATIENCE + ": " + events.events());
      }
      LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
    }
  }

  private static boolean ended(EventStream.Event event) {
    JsonNode json = event.json();
    return event.type().equals("job")
        && json.path("data").path("kind").asText().equals("persist")
        && json.path("to").asText().equals("SUCCEEDED");
  }

  static boolean saved(EventStream.Event event) {
    return event.type().equals("save") && event.json().path("to").asText().equals("SAVED");
  }

  /** By the server's own count: a round each second, with somebody there who does nothing. */
  private static void unchanged(int files, Server server, String id, Report report) {
    Api api = server.as("bench");
    TerminalClient terminal = api.attach(id);
    Report.Series series = report.baseline("a snapshot with nothing changed: %,d".formatted(files));
    // The first rounds may still see what the attaching did.
    List<double[]> seen = new ArrayList<>();
    for (int second = 0; second < SNAPSHOT_SECONDS; second++) {
      LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
      seen.add(
          new double[] {
            metric(server, "codeblocking_snapshots"),
            metric(server, "codeblocking_snapshot_seconds")
          });
    }
    terminal.close();
    for (int i = 5; i < seen.size(); i++) {
      double rounds = seen.get(i)[0] - seen.get(i - 1)[0];
      double seconds = seen.get(i)[1] - seen.get(i - 1)[1];
      if (rounds > 0) {
        series.add((long) (seconds / rounds * 1e9));
      }
    }
  }

  private static double metric(Server server, String name) {
    return server
        .with(null)
        .get("/metrics")
        .text()
        .lines()
        .filter(line -> line.startsWith(name + "{") && line.contains("outcome=\"unchanged\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}

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
import java.util.concurrent.locks.LockSupport;

/** How long it takes from the closed tab to work that is verified in the remote. */
final class SaveBench implements Bench.Benchmark {

  private static final int ROUNDS = 15;
  private static final int CHANGED = 5;
  private static final Duration BOUND = Duration.ofSeconds(110);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Override
  public String about() {
    return "disconnect to verified in the remote, "
        + CHANGED
        + " files changed of 100 and of 10 000; beside git add, commit and push";
  }

  @Override
  public Report run(Bench.Progress progress) throws IOException {
    Report report = new Report();
    try (FaultyGitServer git = FaultyGitServer.start()) {
      progress.say("starting the server");
      try (Server server =
          Bench.start(Server.options().with("CODEBLOCKING_IMPORT_HOSTS", git.origin()))) {
        for (int files : new int[] {100, 10_000}) {
          measure(files, git, server.as("bench"), report, progress);
        }
      }
    }
    return report;
  }

  private static void measure(
      int files, FaultyGitServer git, Api api, Report report, Bench.Progress progress)
      throws IOException {
    String byGit = "git add, commit, push: %,d files".formatted(files);
    Git work = seed(files, git.create("cli-" + files), git.create("product-" + files));
    String id = api.importProject("bench " + files, git.url("product-" + files));
    JsonNode imported = api.awaitImported(id);
    progress.say("%,d files: imported %s".formatted(files, imported.path("name").asText()));
    long end = System.nanoTime() + BOUND.toNanos();
    for (int round = -1; round < ROUNDS && System.nanoTime() < end; round++) {
      Report into = round < 0 ? new Report() : report;
      String edit = edit(files, round);
      into.baseline(byGit).add(byHand(work, edit));
      into.ours("disconnect to saved: %,d files".formatted(files), byGit)
          .add(byClosing(api, id, edit));
    }
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
    Command.of("sh", "-c", "git add -A && git commit -q -m save && git push -q")
        .in(work.directory())
        .checked();
    return System.nanoTime() - start;
  }

  /** Told by the stream of events, as the page is: asking for the saves would slow them down. */
  private static long byClosing(Api api, String id, String edit) {
    TerminalClient terminal = api.attach(id);
    terminal.run(edit);
    try (EventStream events = api.events(id, null)) {
      long start = System.nanoTime();
      terminal.close();
      while (events.events().stream().noneMatch(SaveBench::saved)) {
        if (System.nanoTime() - start > PATIENCE.toNanos()) {
          throw new AssertionError("Not saved within " + PATIENCE + ": " + api.saves(id));
        }
        LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
      }
      return System.nanoTime() - start;
    }
  }

  private static boolean saved(EventStream.Event event) {
    return event.type().equals("save") && event.json().path("to").asText().equals("SAVED");
  }
}

package codeblocking.bench;

import codeblocking.system.kit.Api;
import codeblocking.system.kit.Command;
import codeblocking.system.kit.EventStream;
import codeblocking.system.kit.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * The bell rings: many projects, each with new work, are to be saved within ten seconds.
 *
 * <p>Without a container each, which this machine could not hold: the files are written into the
 * workspaces from outside, and a save is asked for as a closed tab asks.
 */
final class SaveStorm {
  private static final int PROJECTS = 200;
  private static final Duration BELL = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofMinutes(8);
  private static final long MIB = 1 << 20;

  private final Server server;
  private final Report report;
  private final Bench.Progress progress;

  SaveStorm(Server server, Report report, Bench.Progress progress) {
    this.server = server;
    this.report = report;
    this.progress = progress;
  }

  void run() throws IOException {
    Api api = server.as("storm");
    List<String> projects = new ArrayList<>();
    for (int i = 0; i < PROJECTS; i++) {
      String id = api.createProject("storm " + i);
      projects.add(id);
      Path files = server.dataDir().resolve("workspaces/" + id + "/project");
      for (int file = 0; file < 20; file++) {
        Files.writeString(files.resolve("file" + file), ("work of " + id + "\n").repeat(20));
      }
    }
    long before = server.residentBytes();
    progress.say("%d projects made; the bell rings".formatted(PROJECTS));
    long most = before;
    Report.Series each =
        report.baseline("%d projects asked for within 10 s: asked to saved".formatted(PROJECTS));
    long[] asked = new long[PROJECTS];
    Set<String> saved = new HashSet<>();
    try (EventStream events = api.events()) {
      long start = System.nanoTime();
      for (int i = 0; i < PROJECTS; i++) {
        asked[i] = System.nanoTime();
        api.persist(projects.get(i));
        most = Math.max(most, server.residentBytes());
        note(events, projects, asked, saved, each);
        pause(start, i + 1);
      }
      while (saved.size() < PROJECTS && System.nanoTime() - start < PATIENCE.toNanos()) {
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        note(events, projects, asked, saved, each);
        most = Math.max(most, server.residentBytes());
      }
      report
          .baseline("%d projects: the bell to the last saved".formatted(PROJECTS))
          .add(System.nanoTime() - start);
    }
    report.fact("projects", PROJECTS);
    report.fact("projects lost", lost(projects));
    report.fact("server memory before, MiB", before / MIB);
    report.fact("server memory at most, MiB", most / MIB);
    for (String id : projects) {
      api.delete("/api/projects/" + id + "?discard=true").expect(202);
    }
  }

  private static void pause(long start, int done) {
    long until = start + BELL.toNanos() * done / PROJECTS;
    long left = until - System.nanoTime();
    if (left > 0) {
      LockSupport.parkNanos(left);
    }
  }

  private static void note(
      EventStream events,
      List<String> projects,
      long[] asked,
      Set<String> saved,
      Report.Series each) {
    long now = System.nanoTime();
    for (EventStream.Event event : events.events()) {
      String id = event.json().path("projectId").asText();
      int index = SaveBench.saved(event) ? projects.indexOf(id) : -1;
      if (index >= 0 && saved.add(id)) {
        each.add(now - asked[index]);
      }
    }
  }

  /** By what the repositories hold, and not by what the server says. */
  private long lost(List<String> projects) {
    return projects.stream().filter(id -> !held(id)).count();
  }

  private boolean held(String id) {
    String git = server.dataDir().resolve("hosted/" + id + ".git").toString();
    String tree =
        Command.of("git", "--git-dir", git, "ls-tree", "--name-only", "refs/heads/main")
            .run()
            .output();
    String text =
        Command.of("git", "--git-dir", git, "show", "refs/heads/main:file19").run().output();
    return tree.lines().filter(line -> line.startsWith("file")).count() == 20 && text.contains(id);
  }
}

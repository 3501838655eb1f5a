package codeblocking.bench;

import codeblocking.system.kit.Api;
import codeblocking.system.kit.Containers;
import codeblocking.system.kit.Server;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Many terminals at once: each with a shell of its own, echoing; then many idle viewers more. */
final class Crowd {

  static final int TERMINALS = Integer.getInteger("terminals", 500);
  private static final int IDLE = Integer.getInteger("idle", 2000);
  private static final int SECONDS = Integer.getInteger("seconds", 60);
  private static final int PER_PROJECT = 15;
  private static final int PER_SECOND = 10;
  private static final long SIGN_OF_LIFE = Duration.ofSeconds(10).toNanos();

  private final Server server;
  private final Api api;
  private final Report report;
  private final Bench.Progress progress;
  private final List<String> projects = new ArrayList<>();
  private final List<Member> members = new ArrayList<>();
  private final List<PlainTerminal> idle = new ArrayList<>();
  private final ConcurrentLinkedQueue<Long> times = new ConcurrentLinkedQueue<>();
  private final AtomicInteger lost = new AtomicInteger();

  Crowd(Server server, Api api, Report report, Bench.Progress progress) {
    this.server = server;
    this.api = api;
    this.report = report;
    this.progress = progress;
  }

  void run() throws IOException {
    try {
      measure("none");
      for (int i = 0; i < TERMINALS; i++) {
        if (i % PER_PROJECT == 0) {
          String id = api.createProject("crowd " + i);
          api.awaitJob(api.prewarm(id), "SUCCEEDED");
          projects.add(id);
          progress.say("%d of %d terminals".formatted(i, TERMINALS));
        }
        members.add(new Member(projects.get(projects.size() - 1), "t" + i % PER_PROJECT));
      }
      measure(TERMINALS + " attached");
      echo();
      for (int i = 0; i < IDLE; i++) {
        Member beside = members.get(i % members.size());
        idle.add(new PlainTerminal(api, beside.project, beside.name));
      }
      measure(TERMINALS + " attached and " + IDLE + " idle viewers more");
    } finally {
      end();
    }
  }

  private void measure(String when) throws IOException {
    report.fact(
        "memory, threads: " + when,
        "%d MB, %d".formatted(server.residentBytes() >> 20, TerminalBench.threads(server.pid())));
  }

  /** Ten keys a second in each, spread evenly. */
  private void echo() {
    long start = System.nanoTime();
    long end = start + Duration.ofSeconds(SECONDS).toNanos();
    long step = Duration.ofSeconds(1).toNanos() / (PER_SECOND * (long) members.size());
    long warm = start + Duration.ofSeconds(5).toNanos();
    long next = start;
    long life = start;
    for (int turn = 0; next < end; turn++) {
      Bench.pause(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
      members.get(turn % members.size()).type(next > warm);
      next += step;
      if (next - life > SIGN_OF_LIFE) {
        life = next;
        progress.say("%d s of echo".formatted((next - start) / 1_000_000_000L));
      }
    }
    Report.Series series =
        report.baseline("echo, %d terminals, 10 keys a second".formatted(members.size()));
    times.forEach(series::add);
    report.fact("connections lost", lost.toString());
  }

  /** One terminal, read by a thread of the benchmark's. */
  private final class Member implements Runnable {
    private final String project;
    private final String name;
    private final PlainTerminal terminal;
    private final AtomicLong typedAt = new AtomicLong();
    private volatile boolean over;

    Member(String project, String name) throws IOException {
      this.project = project;
      this.name = name;
      terminal = new PlainTerminal(api, project, name);
      terminal.type("stty raw -echo; printf rea''dy; exec cat\n");
      terminal.await("ready");
      Thread reader = new Thread(null, this, "member", 128 * 1024);
      reader.setDaemon(true);
      reader.start();
    }

    /** Not while an echo is still owed: that one's time grows instead. */
    void type(boolean counts) {
      if (typedAt.compareAndSet(0, counts ? System.nanoTime() : -1)) {
        try {
          terminal.type("x");
        } catch (IOException e) {
          gone();
        }
      }
    }

    @Override
    public void run() {
      try {
        while (true) {
          byte[] unused = terminal.output();
          long since = typedAt.getAndSet(0);
          if (since > 0) {
            times.add(System.nanoTime() - since);
          }
        }
      } catch (IOException e) {
        gone();
      }
    }

    private void gone() {
      if (!over) {
        over = true;
        lost.incrementAndGet();
      }
    }

    void close() {
      over = true;
      try {
        terminal.close();
      } catch (IOException e) {
        // It is gone already.
      }
    }
  }

  private void end() throws IOException {
    for (PlainTerminal each : idle) {
      each.close();
    }
    members.forEach(Member::close);
    projects.forEach(id -> api.delete("/api/projects/" + id + "?discard=true").expect(202));
    projects.forEach(id -> Containers.awaitNone(id, Duration.ofMinutes(2)));
  }
}

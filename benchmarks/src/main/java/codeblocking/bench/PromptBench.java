package codeblocking.bench;

import codeblocking.system.kit.Api;
import codeblocking.system.kit.Await;
import codeblocking.system.kit.Command;
import codeblocking.system.kit.Containers;
import codeblocking.system.kit.Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** How long it takes to a prompt: from the click, and from the opened page. */
final class PromptBench implements Bench.Benchmark {

  private static final int ROUNDS = 12;
  private static final int PAGES = 4;

  /** Before anything is counted: a server that has just started runs code that is not compiled. */
  private static final int WARM_OPENS = 1_500;

  private static final int WARM_CLICKS = 25;
  private static final int AT_ONCE = 15;
  private static final int POOL = 8;
  private static final int CROWDS = 3;
  private static final Duration BOUND = Duration.ofMinutes(10);
  private static final Duration AFTER_CLICK = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String RUN = "docker run -it";
  private static final String EXEC = "docker exec -it";
  private static final String LIBRARY = "cold spawn by docker-java";
  private static final String CROWD = AT_ONCE + " docker run -it at once";

  @Override
  public String about() {
    return "page, click, second terminal, cold, 15 at once; beside docker run, exec, docker-java";
  }

  @Override
  public Report run(Bench.Progress progress) throws IOException {
    Report report = new Report();
    progress.say("starting one server with a pool of " + POOL + " and one with none");
    Server.Options many = Server.options().with("CODEBLOCKING_USER_MAX_CONTAINERS", "50");
    try (Server without = Bench.start(many.with("CODEBLOCKING_POOL_BASE_SIZE", "0"));
        Server with =
            Bench.start(many.with("CODEBLOCKING_POOL_BASE_SIZE", Integer.toString(POOL)))) {
      Api cold = without.as("bench");
      Api warm = with.as("bench");
      String image = imageOf(cold);
      String running = Containers.docker("run", "-d", "--rm", image, "sleep", "3600");
      Bench.atTheEnd(() -> Containers.remove(running));
      try (ColdSpawn library = new ColdSpawn(image)) {
        warmUp(warm, progress);
        long end = System.nanoTime() + BOUND.toNanos();
        for (int round = -2; round < ROUNDS && System.nanoTime() < end; round++) {
          // The first rounds warm everybody up and are not counted.
          Report into = round < 0 ? new Report() : report;
          into.baseline(RUN).add(firstByteOf("docker run -it --rm " + image + " bash -l"));
          into.baseline(EXEC).add(firstByteOf("docker exec -it " + running + " bash -l"));
          into.ours("click, cold", RUN).add(click(cold));
          into.ours(LIBRARY, RUN).add(library.firstByte());
          pages(warm, into);
          into.ours("click and connect back to back", RUN).add(click(warm));
          progress.say("round " + (round + 1) + " of " + ROUNDS);
        }
        for (int crowd = 0; crowd < CROWDS && System.nanoTime() < end; crowd++) {
          crowd(image, warm, report);
          progress.say(AT_ONCE + " at once, round " + (crowd + 1) + " of " + CROWDS);
        }
      } finally {
        Containers.remove(running);
      }
    }
    return report;
  }

  private static void warmUp(Api api, Bench.Progress progress) throws IOException {
    progress.say("warming the server up");
    String id = api.createProject("warm-up");
    api.awaitJob(api.prewarm(id), "SUCCEEDED");
    for (int open = 0; open < WARM_OPENS; open++) {
      try (PlainTerminal terminal = new PlainTerminal(api, id, "main")) {
        byte[] unused = terminal.output();
      }
    }
    discard(api, id);
    for (int click = 0; click < WARM_CLICKS; click++) {
      long unused = click(api);
    }
  }

  private static String imageOf(Api api) {
    String id = api.createProject("image");
    api.awaitJob(api.prewarm(id), "SUCCEEDED");
    String image = Containers.inspect(Containers.one(id)).path("Config").path("Image").asText();
    discard(api, id);
    return image;
  }

  /** The click was a while ago, and its container runs: what the opened page waits for. */
  private static void pages(Api api, Report into) throws IOException {
    for (int page = 0; page < PAGES; page++) {
      String id = api.createProject("page");
      long clicked = System.nanoTime();
      api.awaitJob(api.prewarm(id), "SUCCEEDED");
      Bench.pause(AFTER_CLICK.minusNanos(System.nanoTime() - clicked));
      long start = System.nanoTime();
      try (PlainTerminal terminal = new PlainTerminal(api, id, "main")) {
        into.ours("page open, 200 ms or more after the click", RUN)
            .add(firstByte(terminal) - start);
        if (page == 0) {
          into.ours("second terminal", RUN).add(second(api, id));
        }
      } finally {
        discard(api, id);
      }
    }
  }

  /** Once the container has settled. */
  private static long second(Api api, String id) throws IOException {
    String container = Containers.one(id);
    Await.until(
        "a spare shell",
        PATIENCE,
        () ->
            Containers.docker("top", container, "-eo", "pid,args")
                    .lines()
                    .filter(line -> line.endsWith(" bash -l"))
                    .count()
                >= 2);
    Bench.pause(AFTER_CLICK);
    long start = System.nanoTime();
    try (PlainTerminal terminal = new PlainTerminal(api, id, "second")) {
      return firstByte(terminal) - start;
    }
  }

  /** The prewarm is posted and the terminal opened, as the page does at a click. */
  private static long click(Api api) throws IOException {
    String id = api.createProject("click");
    awaitPool(api);
    long start = System.nanoTime();
    String unused = api.prewarm(id);
    try (PlainTerminal terminal = new PlainTerminal(api, id, "main")) {
      return firstByte(terminal) - start;
    } finally {
      discard(api, id);
    }
  }

  private static long firstByte(PlainTerminal terminal) throws IOException {
    byte[] unused = terminal.output();
    return System.nanoTime();
  }

  /** So that no round pays for the one before; a server without a pool is ready at once. */
  private static void awaitPool(Api api) {
    Api operator = api.server().asOperator("operator");
    Await.until(
        "a full pool",
        PATIENCE,
        () -> {
          var pools = operator.get("/api/pool");
          return pools.status() != 200
              || java.util.stream.StreamSupport.stream(
                      pools.json().path("pools").spliterator(), false)
                  .allMatch(
                      pool ->
                          pool.path("ready").asInt() >= pool.path("target").asInt()
                              && pool.path("starting").asInt() == 0);
        });
  }

  /** As many as the machine has to serve at once, by both ways one after the other. */
  private static void crowd(String image, Api api, Report report) throws IOException {
    List<Callable<Long>> runs = new ArrayList<>();
    List<Callable<Long>> clicks = new ArrayList<>();
    List<String> projects = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      runs.add(() -> firstByteOf("docker run -it --rm " + image + " bash -l"));
      String id = api.createProject("crowd " + i);
      projects.add(id);
      clicks.add(
          () -> {
            long start = System.nanoTime();
            String unused = api.prewarm(id);
            try (PlainTerminal terminal = new PlainTerminal(api, id, "main")) {
              return firstByte(terminal) - start;
            }
          });
    }
    atOnce(runs).forEach(report.baseline(CROWD)::add);
    awaitPool(api);
    atOnce(clicks).forEach(report.ours(AT_ONCE + " clicks at once, pool of " + POOL, CROWD)::add);
    projects.forEach(id -> api.delete("/api/projects/" + id + "?discard=true").expect(202));
    projects.forEach(id -> Containers.awaitNone(id, PATIENCE));
  }

  private static List<Long> atOnce(List<Callable<Long>> tasks) throws IOException {
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    try {
      List<Long> times = new ArrayList<>();
      for (Future<Long> each : threads.invokeAll(tasks)) {
        times.add(each.get());
      }
      return times;
    } catch (ExecutionException e) {
      throw new IOException("One of the crowd failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      threads.shutdownNow();
    }
  }

  /** Waits until it is gone: a round must not pay for the one before. */
  private static void discard(Api api, String id) {
    api.delete("/api/projects/" + id + "?discard=true").expect(202);
    Containers.awaitNone(id, Duration.ofSeconds(30));
  }

  /** In a pseudo-terminal, as a person has one. */
  private static long firstByteOf(String command) throws IOException {
    long start = System.nanoTime();
    Process process = Command.of("script", "-qec", command, "/dev/null").start();
    try {
      if (process.getInputStream().read() < 0) {
        throw new IOException("No prompt from " + command);
      }
      long took = System.nanoTime() - start;
      process.getOutputStream().write("exit\n".getBytes(StandardCharsets.US_ASCII));
      process.getOutputStream().flush();
      byte[] unused = process.getInputStream().readAllBytes();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new IOException("Does not end: " + command);
      }
      return took;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      process.destroyForcibly();
    }
  }
}

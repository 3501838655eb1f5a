package codeblocking.bench;

import codeblocking.system.kit.Api;
import codeblocking.system.kit.Command;
import codeblocking.system.kit.Containers;
import codeblocking.system.kit.Server;
import codeblocking.system.kit.TerminalClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How long it takes from the click to a prompt. */
final class PromptBench implements Bench.Benchmark {

  private static final int ROUNDS = 15;
  private static final Duration BOUND = Duration.ofMinutes(4);
  private static final String RUN = "docker run -it";
  private static final String EXEC = "docker exec -it";

  @Override
  public String about() {
    return "click to first prompt byte: cold, from the pool, prewarmed; beside docker run and exec";
  }

  @Override
  public Report run(Bench.Progress progress) throws IOException {
    Report report = new Report();
    progress.say("starting one server without a pool and one with the default pool");
    Server.Options many = Server.options().with("CODEBLOCKING_USER_MAX_CONTAINERS", "50");
    try (Server pooled = Bench.start(many);
        Server cold = Bench.start(many.with("CODEBLOCKING_POOL_BASE_SIZE", "0"))) {
      Api plain = cold.as("bench");
      Api quick = pooled.as("bench");
      String image = imageOf(plain);
      String running = Containers.docker("run", "-d", "--rm", image, "sleep", "3600");
      Bench.atTheEnd(() -> Containers.remove(running));
      long end = System.nanoTime() + BOUND.toNanos();
      try {
        for (int round = -1; round < ROUNDS && System.nanoTime() < end; round++) {
          // The first round warms everybody up and is not counted.
          Report into = round < 0 ? new Report() : report;
          into.baseline(RUN).add(firstByteOf("docker run -it --rm " + image + " bash -l"));
          into.baseline(EXEC).add(firstByteOf("docker exec -it " + running + " bash -l"));
          into.ours("click, cold", RUN).add(click(plain));
          into.ours("click, default pool", RUN).add(click(quick));
          into.ours("attach, prewarmed", EXEC).add(attach(plain));
          progress.say("round " + (round + 1) + " of " + ROUNDS);
        }
      } finally {
        Containers.remove(running);
      }
    }
    return report;
  }

  private static String imageOf(Api api) {
    String id = api.createProject("image");
    api.awaitJob(api.prewarm(id), "SUCCEEDED");
    String image = Containers.inspect(Containers.one(id)).path("Config").path("Image").asText();
    discard(api, id);
    return image;
  }

  /** The prewarm is posted and the terminal opened, as the page does at a click. */
  private static long click(Api api) {
    String id = api.createProject("click");
    long start = System.nanoTime();
    String unused = api.prewarm(id);
    return opened(api, id, start);
  }

  /** The container is running before the page is open. */
  private static long attach(Api api) {
    String id = api.createProject("prewarmed");
    api.awaitJob(api.prewarm(id), "SUCCEEDED");
    return opened(api, id, System.nanoTime());
  }

  private static long opened(Api api, String id, long start) {
    try (TerminalClient terminal = api.terminal(id).open()) {
      return terminal.firstByteNanos() - start;
    } finally {
      discard(api, id);
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
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
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

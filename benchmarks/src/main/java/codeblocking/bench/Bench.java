package codeblocking.bench;

import codeblocking.system.kit.Server;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** The command: runs the named benchmark, or all of them. */
public final class Bench {

  private static final PrintStream OUT = System.out;

  private static final Map<String, Benchmark> ALL = new LinkedHashMap<>();

  static {
    ALL.put("prompt", new PromptBench());
    ALL.put("terminal", new TerminalBench());
    ALL.put("save", new SaveBench());
  }

  /** One benchmark: what it measures, and the measuring. */
  interface Benchmark {
    String about();

    Report run(Progress progress) throws IOException;
  }

  /** Tells how far a benchmark is. */
  interface Progress {
    void say(String what);
  }

  private Bench() {}

  /** A server that does not outlive this process, however it ends. */
  static Server start(Server.Options options) {
    Server server = options.prepare();
    atTheEnd(server::discard);
    server.start();
    return server;
  }

  /** For what is to be gone even when the benchmark is interrupted. */
  static void atTheEnd(Runnable action) {
    Runtime.getRuntime().addShutdownHook(new Thread(action, "at-the-end"));
  }

  /** Between two measurements, not within one. */
  static void pause(Duration time) {
    if (!time.isNegative()) {
      LockSupport.parkNanos(time.toNanos());
    }
  }

  public static void main(String[] arguments) throws IOException {
    if (arguments.length > 1 || (arguments.length == 1 && !ALL.containsKey(arguments[0]))) {
      boolean asked = List.of("--help", "-h", "help").contains(arguments[0]);
      if (!asked) {
        OUT.println("No benchmark " + String.join(" ", arguments));
      }
      help();
      System.exit(asked ? 0 : 2);
    }
    for (Map.Entry<String, Benchmark> each : ALL.entrySet()) {
      if (arguments.length == 0 || arguments[0].equals(each.getKey())) {
        run(each.getKey(), each.getValue());
      }
    }
    // Clients keep threads of their own.
    System.exit(0);
  }

  private static void run(String name, Benchmark benchmark) throws IOException {
    OUT.printf("%s: %s%n", name, benchmark.about());
    Report report = benchmark.run(what -> OUT.println("  " + what));
    report.print(OUT);
    OUT.printf("%nWritten to %s%n%n", report.write(name));
  }

  private static void help() {
    OUT.println("Usage: ./bench [NAME]");
    OUT.println();
    ALL.forEach((name, benchmark) -> OUT.printf("  %-8s %s%n", name, benchmark.about()));
    OUT.println();
    OUT.println(
        "Without a name: all. Times in milliseconds; the ratio is the alternative's median");
    OUT.println(
        "over ours, so that 2.0 is twice as fast. Results go to benchmarks/results/NAME.json.");
  }
}

package codeblocking.bench;

import codeblocking.system.kit.Command;
import codeblocking.system.kit.Json;
import codeblocking.system.kit.Root;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Series of times and what each is to be compared with. */
final class Report {

  private static final int WIDEST_BAR = 60;

  private final Map<String, Series> series = new LinkedHashMap<>();
  private final Map<String, Object> facts = new LinkedHashMap<>();
  private final Map<String, String> plots = new LinkedHashMap<>();

  /** Times of one thing, in milliseconds. */
  static final class Series {
    private final String name;
    private final @Nullable String against;
    private final List<Double> millis = new ArrayList<>();

    private Series(String name, @Nullable String against) {
      this.name = name;
      this.against = against;
    }

    void add(long nanos) {
      millis.add(nanos / 1e6);
    }

    double min() {
      return at(0);
    }

    double p50() {
      return at(0.5);
    }

    /** With fewer than 20 values this is close to the largest. */
    double p95() {
      return at(0.95);
    }

    /** With fewer than 100 values this is close to the largest. */
    double p99() {
      return at(0.99);
    }

    private double at(double quantile) {
      double[] sorted = millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
      if (sorted.length == 0) {
        return Double.NaN;
      }
      return sorted[(int) Math.min(sorted.length - 1L, Math.round(quantile * (sorted.length - 1)))];
    }
  }

  /** A series that others are compared with. */
  Series baseline(String name) {
    return series.computeIfAbsent(name, ignored -> new Series(name, null));
  }

  /** A series of ours, beside the baseline of that name. */
  Series ours(String name, String against) {
    return series.computeIfAbsent(name, ignored -> new Series(name, against));
  }

  /** A number that is no time. */
  void fact(String name, long value) {
    facts.put(name, value);
  }

  /** A bar for each series whose name starts so. */
  void bars(String title, String prefix) {
    plots.put(title, prefix);
  }

  private double ratio(Series each, ToDoubleFunction<Series> quantile) {
    Series against = each.against == null ? null : series.get(each.against);
    return against == null
        ? Double.NaN
        : quantile.applyAsDouble(against) / quantile.applyAsDouble(each);
  }

  private double ratio(Series each) {
    return ratio(each, Series::p50);
  }

  /** Something that is no time, such as memory. */
  void fact(String name, String value) {
    facts.put(name, value);
  }

  void print(PrintStream out) {
    out.printf(
        "%n%-44s %4s %8s %8s %8s %8s  %s%n",
        "", "n", "min", "p50", "p95", "p99", "ratio at p50, p95, p99");
    for (Series each : series.values()) {
      out.printf(
          "%-44s %4d %8.1f %8.1f %8.1f %8.1f  %s%n",
          each.name,
          each.millis.size(),
          each.min(),
          each.p50(),
          each.p95(),
          each.p99(),
          each.against == null
              ? ""
              : "%.2fx %.2fx %.2fx of %s"
                  .formatted(
                      ratio(each),
                      ratio(each, Series::p95),
                      ratio(each, Series::p99),
                      each.against));
    }
    facts.forEach(
        (name, value) ->
            out.printf(
                "%-44s %s%n",
                name, value instanceof Long number ? "%,d".formatted(number) : value));
    plots.forEach((title, prefix) -> printBars(out, title, prefix));
  }

  private void printBars(PrintStream out, String title, String prefix) {
    List<Series> shown =
        series.values().stream()
            .filter(each -> each.name.startsWith(prefix) && !each.millis.isEmpty())
            .toList();
    double longest = shown.stream().mapToDouble(Series::p50).max().orElse(1);
    out.printf("%n%s%n", title);
    for (Series each : shown) {
      int width = (int) Math.max(1, Math.round(WIDEST_BAR * each.p50() / longest));
      out.printf(
          "%10s %9.1f ms  %s%n",
          each.name.substring(each.name.lastIndexOf(' ') + 1), each.p50(), "█".repeat(width));
    }
  }

  Path write(String name) throws IOException {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Series each : series.values()) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("name", each.name);
      row.put("n", each.millis.size());
      row.put("minMillis", rounded(each.min()));
      row.put("p50Millis", rounded(each.p50()));
      row.put("p95Millis", rounded(each.p95()));
      row.put("p99Millis", rounded(each.p99()));
      if (each.against != null) {
        row.put("against", each.against);
        row.put("ratio", rounded(ratio(each)));
        row.put("ratioP95", rounded(ratio(each, Series::p95)));
        row.put("ratioP99", rounded(ratio(each, Series::p99)));
      }
      row.put("millis", each.millis.stream().map(Report::rounded).toList());
      rows.add(row);
    }
    Map<String, Object> whole = new LinkedHashMap<>();
    whole.put("name", name);
    whole.put("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    whole.put("processors", Runtime.getRuntime().availableProcessors());
    whole.put("engine", versionOf("docker", "version", "--format", "{{.Server.Version}}"));
    whole.put("git", versionOf("git", "--version"));
    whole.put("facts", facts);
    whole.put("rows", rows);
    Path file = Root.directory().resolve("benchmarks/results/" + name + ".json");
    Files.createDirectories(file.getParent());
    return Files.writeString(file, Json.pretty(whole) + "\n");
  }

  private static String versionOf(String... command) {
    return Command.of(Arrays.asList(command)).run().lastLine();
  }

  private static @Nullable Double rounded(double value) {
    return Double.isNaN(value) ? null : Math.round(value * 100) / 100.0;
  }
}

package codeblocking.system.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A command line, its environment and where it runs; nothing of ours is inherited. */
public final class Command {

  /** Set by ./test: everything has just been built, and ./run need not look. */
  private static final String BUILT = "CODEBLOCKING_SKIP_BUILD";

  private List<String> words;
  private final Map<String, String> environment = new LinkedHashMap<>();
  private Path directory = Root.directory();
  private Duration atMost = Duration.ofMinutes(2);

  private Command(List<String> words) {
    this.words = words;
  }

  /** How a command ended; both streams in one. */
  public record Ended(int exit, String output) {

    /** The last line that is not empty. */
    public String lastLine() {
      List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
      return lines.isEmpty() ? "" : lines.get(lines.size() - 1).strip();
    }
  }

  public static Command of(String... words) {
    return new Command(List.of(words));
  }

  public static Command of(List<String> words) {
    return new Command(List.copyOf(words));
  }

  /** Further words. */
  public Command args(String... more) {
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of(more));
    words = List.copyOf(all);
    return this;
  }

  public Command in(Path where) {
    directory = where;
    return this;
  }

  public Command env(String name, String value) {
    environment.put(name, value);
    return this;
  }

  public Command env(Map<String, String> more) {
    environment.putAll(more);
    return this;
  }

  public Command atMost(Duration time) {
    atMost = time;
    return this;
  }

  /** Starts it, and leaves it to the caller. */
  public Process start() {
    ProcessBuilder builder = new ProcessBuilder(words).directory(directory.toFile());
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("CODEBLOCKING_") && !name.equals(BUILT));
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start " + words.get(0), e);
    }
  }

  /** Runs it to its end, whatever that is. */
  public Ended run() {
    Process process = start();
    CompletableFuture<byte[]> output = CompletableFuture.supplyAsync(() -> drain(process));
    try {
      process.getOutputStream().close();
      byte[] bytes = output.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
      return new Ended(process.waitFor(), new String(bytes, StandardCharsets.UTF_8));
    } catch (TimeoutException e) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new AssertionError("Still running after %s: %s".formatted(atMost, words), e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted: " + words, e);
    } catch (ExecutionException | IOException e) {
      throw new IllegalStateException("Cannot run " + words, e);
    }
  }

  /** Runs it to its good end. */
  public Ended checked() {
    Ended ended = run();
    if (ended.exit() != 0) {
      throw new AssertionError(
          "%s ended with %d:%n%s".formatted(words, ended.exit(), ended.output()));
    }
    return ended;
  }

  /** Runs it to its good end, and answers its output without the last newline. */
  public String output() {
    return checked().output().stripTrailing();
  }

  private static byte[] drain(Process process) {
    try {
      return process.getInputStream().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package codeblocking.container;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs one of the host's own tools, for seconds at most; nothing a user wrote is in it. */
final class HostCommand {
  private static final int SECONDS = 10;

  /** How it ended. */
  record Result(int exit, String output) {
    boolean fine() {
      return exit == 0;
    }
  }

  /**
   * Runs it to its end.
   *
   * @param input what it reads
   */
  Result run(List<String> command, String input) throws IOException, InterruptedException {
    // A file, since a pipe that nobody reads in time would hold both.
    Path output = Files.createTempFile("codeblocking-", ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      try (var in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // It ended without reading; its exit code tells why.
      }
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(command.get(0) + " did not end within " + SECONDS + " s");
      }
      return new Result(process.exitValue(), Files.readString(output));
    } finally {
      Files.delete(output);
    }
  }
}

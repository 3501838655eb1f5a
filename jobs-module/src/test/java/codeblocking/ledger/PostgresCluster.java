package codeblocking.ledger;

import codeblocking.settings.Settings;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of the test's own: a fresh cluster in a temporary directory, on loopback, run
 * as {@code postgres} where the test is root, since the server refuses root.
 */
public final class PostgresCluster implements AutoCloseable {
  private final Path directory;
  private final int port;
  private final AtomicInteger made = new AtomicInteger();

  private PostgresCluster(Path directory, int port) {
    this.directory = directory;
    this.port = port;
  }

  public static PostgresCluster start() throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("codeblocking-postgres");
    int port;
    try (ServerSocket probe = new ServerSocket(0)) {
      port = probe.getLocalPort();
    }
    if (root()) {
      run(List.of("chown", "postgres", directory.toString()));
    }
    PostgresCluster cluster = new PostgresCluster(directory, port);
    cluster.pg("initdb", "-D", cluster.data(), "-U", "ledger", "-A", "trust", "-E", "UTF8");
    cluster.resume();
    return cluster;
  }

  /** Starts it, also after {@link #kill}. */
  public void resume() throws IOException, InterruptedException {
    pg(
        "pg_ctl",
        "-D",
        data(),
        "-w",
        "-l",
        directory.resolve("log").toString(),
        "-o",
        "-p " + port + " -k " + directory + " -c listen_addresses=127.0.0.1",
        "start");
  }

  /** Ends it at once, as a crash would. */
  public void kill() throws IOException, InterruptedException {
    pg("pg_ctl", "-D", data(), "-m", "immediate", "-w", "stop");
  }

  /** Address of a database of that name, made now. */
  public String database(String name) throws IOException, InterruptedException {
    pg("createdb", "-h", "127.0.0.1", "-p", "" + port, "-U", "ledger", name);
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + name;
  }

  /** One that nobody has used yet. */
  Settings.Database fresh() {
    try {
      return new Settings.Database(database("fresh" + made.incrementAndGet()), "ledger", "");
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private String data() {
    return directory.resolve("data").toString();
  }

  private static boolean root() {
    return System.getProperty("user.name").equals("root");
  }

  private void pg(String tool, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    if (root()) {
      command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
    }
    command.add(bin().resolve(tool).toString());
    command.addAll(List.of(arguments));
    run(command);
  }

  private static Path bin() throws IOException {
    try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
      return versions.sorted().reduce((older, newer) -> newer).orElseThrow().resolve("bin");
    }
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("codeblocking-postgres", ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(Path.of("/").toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(command + " failed: " + Files.readString(output));
      }
    } finally {
      Files.delete(output);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      kill();
      run(List.of("rm", "-rf", directory.toString()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while stopping PostgreSQL", e);
    }
  }
}

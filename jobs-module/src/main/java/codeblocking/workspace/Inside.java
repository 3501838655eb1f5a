package codeblocking.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;

import codeblocking.container.ContainerRequest;
import codeblocking.container.Containers;
import codeblocking.container.EngineUnavailable;
import codeblocking.place.Places;
import codeblocking.project.Project;
import codeblocking.settings.EnvironmentSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs what must touch the user's git directory where it can harm the user only: inside. */
public final class Inside {
  /** Where the workspace's files are, inside. */
  public static final String PROJECT = "/workspace/project";

  private static final String HANDOVER = "/run/codeblocking";
  private static final int MOST_OUTPUT = 64 * 1024;

  private final Containers containers;
  private final Map<String, EnvironmentSettings> environments;
  private final Places places;

  public Inside(
      Containers containers, Map<String, EnvironmentSettings> environments, Places places) {
    this.containers = containers;
    this.environments = environments;
    this.places = places;
  }

  /** A finished script: what it printed on both outputs is the user's word, not ours. */
  public record Result(int exit, String output) {}

  /** Writes a file that is to be handed over. */
  public interface Writer {
    void write(Path file) throws IOException;
  }

  public Process start(Project project, List<String> command, Duration timeout)
      throws EngineUnavailable {
    EnvironmentSettings environment = environments.get(project.environment());
    if (environment == null) {
      throw new EngineUnavailable(
          "the environment " + project.environment() + " is not configured any more", null, true);
    }
    return containers.run(
        new ContainerRequest(project.id(), project.owner(), environment), command, timeout);
  }

  /**
   * Runs a shell script of ours inside, with arguments that are only ever arguments.
   *
   * @param of class beside which the script lies as a resource
   */
  public Result script(
      Project project, Class<?> of, String name, List<String> arguments, Duration timeout)
      throws EngineUnavailable, IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("sh", "-c", text(of, name), "codeblocking"));
    command.addAll(arguments);
    Process process = start(project, command, timeout);
    try {
      process.getOutputStream().close();
      CompletableFuture<String> errors =
          CompletableFuture.supplyAsync(() -> drain(process.getErrorStream()));
      CompletableFuture<String> output =
          CompletableFuture.supplyAsync(() -> drain(process.getInputStream()));
      if (!process.waitFor(timeout.toSeconds() + 10, TimeUnit.SECONDS)) {
        throw new IOException(name + " did not end within " + timeout);
      }
      String all = output.join().strip() + "\n" + errors.join().strip();
      return new Result(process.exitValue(), all.strip());
    } finally {
      process.destroy();
    }
  }

  /** Hands a file over, complete or not at all; answers where it is inside. */
  public String handOver(Project project, String name, Writer writer) throws IOException {
    Path directory = places.data().handover(project.id().toString());
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path making = directory.resolve(name + ".new");
    writer.write(making);
    Files.setPosixFilePermissions(making, PosixFilePermissions.fromString("rw-r--r--"));
    Files.move(
        making,
        directory.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    places.share(project.id(), name);
    return HANDOVER + "/" + name;
  }

  public void takeBack(Project project, String name) throws IOException {
    places.unshare(project.id(), name);
  }

  private static String text(Class<?> of, String name) throws IOException {
    try (InputStream in = of.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("the script " + name + " is not in this build");
      }
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private static String drain(InputStream in) {
    try (in) {
      ByteArrayOutputStream kept = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      int read;
      while ((read = in.read(buffer)) >= 0) {
        kept.write(buffer, 0, Math.min(read, MOST_OUTPUT - kept.size()));
      }
      return kept.toString(UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package codeblocking.system.kit;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Containers as the docker command line shows them. */
public final class Containers {

  public static final String INSTANCE = "codeblocking.instance";
  public static final String ROLE = "codeblocking.role";

  private Containers() {}

  /** One line of {@code docker ps}. */
  public record Listed(String id, String name, String state, String instance, String role) {
    public boolean running() {
      return state.equals("running") || state.equals("paused");
    }
  }

  /** All containers that carry an instance label, running or not. */
  public static List<Listed> all() {
    return list("label=" + INSTANCE);
  }

  public static List<Listed> ofInstance(String instance) {
    return list("label=" + INSTANCE + "=" + instance);
  }

  /** The live workspace containers of one project, by the name that the contract gives them. */
  public static List<Listed> running(String projectId) {
    return list("name=" + projectId).stream()
        .filter(Listed::running)
        .filter(each -> each.role().isEmpty())
        .filter(each -> each.name().endsWith("-" + projectId))
        .toList();
  }

  /**
   * The one live container of a project. One from the pool gets its name a moment after its prompt.
   */
  public static String one(String projectId) {
    return Await.until(
            "one live container of " + projectId,
            Duration.ofSeconds(10),
            () -> running(projectId),
            live -> live.size() == 1)
        .get(0)
        .id();
  }

  public static void awaitNone(String projectId, Duration atMost) {
    Await.until("no live container of " + projectId, atMost, () -> running(projectId).isEmpty());
  }

  public static JsonNode inspect(String container) {
    return Json.read(docker("inspect", container)).get(0);
  }

  public static Command.Ended exec(String container, String... command) {
    List<String> words = new ArrayList<>(List.of("docker", "exec", container));
    words.addAll(List.of(command));
    return Command.of(words).run();
  }

  public static void kill(String container) {
    docker("kill", container);
  }

  public static void remove(String container) {
    Command.Ended unused = Command.of("docker", "rm", "-f", "-v", container).run();
  }

  /** Whether the container mounts something from below the directory. */
  public static boolean mountsFrom(String container, Path directory) {
    Command.Ended inspected =
        Command.of("docker", "inspect", "-f", "{{range .Mounts}}{{.Source}}\n{{end}}", container)
            .run();
    return inspected.output().lines().anyMatch(each -> each.startsWith(directory + "/"));
  }

  public static String docker(String... arguments) {
    List<String> words = new ArrayList<>(List.of("docker"));
    words.addAll(List.of(arguments));
    return Command.of(words).output();
  }

  private static List<Listed> list(String filter) {
    String format =
        "{{.ID}}\t{{.Names}}\t{{.State}}\t{{.Label \""
            + INSTANCE
            + "\"}}\t{{.Label \""
            + ROLE
            + "\"}}\tend";
    return docker("ps", "-a", "--no-trunc", "--filter", filter, "--format", format)
        .lines()
        .map(line -> line.split("\t", -1))
        .filter(cells -> cells.length == 6)
        .map(cells -> new Listed(cells[0], cells[1], cells[2], cells[3], cells[4]))
        .toList();
  }
}

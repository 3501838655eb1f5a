package codeblocking.corpus;

import codeblocking.project.ProjectId;
import codeblocking.save.SaveKit;
import codeblocking.settings.DataDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A container without network, capabilities and anything of the host's but the attackers'
 * workspaces: whatever runs in it cannot leave the marks that a program on the host would.
 *
 * <p>One for all of them, since hundreds would take minutes to start. What the attackers could do
 * to one another in here is no finding; to the victim, whose workspace is covered, it is.
 */
final class Cage {
  private static final String IMAGE = "codeblocking/base:local";

  private final String name = "cb-corpus-" + UUID.randomUUID().toString().substring(0, 8);
  private final DataDirectory data;

  Cage(DataDirectory data, ProjectId victim) throws Exception {
    this.data = data;
    Path handover = Files.createDirectories(data.root().resolve("handover"));
    String workspaces = data.root().resolve("workspaces").toString();
    Object uid = Files.getAttribute(data.root(), "unix:uid");
    String unused =
        SaveKit.run(
            data.root(),
            List.of(
                ("docker run -d --rm --init --name %s --network none --read-only --cap-drop ALL"
                        + " --security-opt no-new-privileges --pids-limit 3000 --memory 1500m"
                        + " --tmpfs /tmp -v %s:%s -v %s:%s:ro --tmpfs %s --user %s %s"
                        + " sleep 900")
                    .formatted(
                        name,
                        workspaces,
                        workspaces,
                        handover,
                        handover,
                        data.slot(victim.toString()),
                        uid,
                        IMAGE)
                    .split(" ")));
  }

  /** The command as it is run inside, in the project's directory. */
  List<String> command(ProjectId project, List<String> command, Map<String, String> environment) {
    Path home = data.slot(project.toString()).resolve("home");
    List<String> words =
        new ArrayList<>(
            List.of("docker", "exec", "-i", "-w", data.slot(project.toString()).toString()));
    words.addAll(List.of("-e", "HOME=" + home));
    words.addAll(
        List.of(
            "-e",
            "PATH=%s/.local/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
                .formatted(home)));
    environment.forEach((key, value) -> words.addAll(List.of("-e", key + "=" + value)));
    words.add(name);
    words.addAll(command);
    return words;
  }

  void close() throws Exception {
    String unused = SaveKit.run(data.root(), List.of("docker", "rm", "-f", name));
  }
}

package codeblocking.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;

import codeblocking.project.Project;
import codeblocking.save.SaveKit;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** What must neither get out nor change: a secret of the host's, and another tenant's work. */
final class Canaries {
  /** In every secret, and nowhere else. */
  final String song = "CANARY-" + UUID.randomUUID();

  final Path host;
  final Project victim;
  private final SaveKit kit;
  private final String before;

  Canaries(Path host, SaveKit kit) throws Exception {
    this.host = Files.createDirectories(host);
    this.kit = kit;
    Files.writeString(secret(), "root:x:0:0:" + song + "\n");
    Files.createDirectories(host.resolve("bare/objects"));
    SaveKit.git(host, "init", "-q", "repository");
    Files.writeString(host.resolve("repository/secret.txt"), song + "\n");
    SaveKit.git(host.resolve("repository"), "add", ".");
    SaveKit.git(host.resolve("repository"), "commit", "-qm", "of the host: " + song);
    victim = kit.newProject();
    kit.write(victim, "secret.txt", "of another tenant: " + song + "\n");
    kit.userGit(victim, "add", ".");
    kit.userGit(victim, "commit", "-qm", "theirs: " + song);
    kit.save(victim);
    before = digest();
  }

  Path secret() {
    return host.resolve("secret.txt");
  }

  /** What a program leaves that runs on the host. */
  Path marker(int number) {
    return host.resolve("executed-" + number);
  }

  boolean untouched() throws Exception {
    return before.equals(digest());
  }

  /** Whether any object of a repository holds the song: blobs, trees, commits and tags. */
  boolean singsIn(Path gitDir) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                "git", "cat-file", "--batch-all-objects", "--unordered", "--batch", "--buffer")
            .directory(gitDir.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    try (InputStream in = new BufferedInputStream(process.getInputStream(), 1 << 16)) {
      return contains(in, song.getBytes(UTF_8));
    } finally {
      process.destroy();
    }
  }

  private static boolean contains(InputStream in, byte[] wanted) throws IOException {
    int matched = 0;
    int next;
    while ((next = in.read()) >= 0) {
      // Its first letter is nowhere else in the song: a failed match can only begin here.
      matched = next == wanted[matched] ? matched + 1 : next == wanted[0] ? 1 : 0;
      if (matched == wanted.length) {
        return true;
      }
    }
    return false;
  }

  private String digest() throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    List<Path> roots =
        List.of(
            host.resolve("repository"),
            host.resolve("secret.txt"),
            host.resolve("bare"),
            kit.files(victim),
            kit.data.git(victim.id().toString()),
            kit.hosted(victim));
    for (Path root : roots) {
      List<Path> files = new ArrayList<>();
      try (Stream<Path> walk = Files.walk(root)) {
        walk.sorted().forEach(files::add);
      }
      for (Path file : files) {
        digest.update(file.toString().getBytes(UTF_8));
        if (Files.isRegularFile(file)) {
          digest.update(Files.readAllBytes(file));
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}

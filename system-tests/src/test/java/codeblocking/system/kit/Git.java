package codeblocking.system.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The git command line in one directory, with no configuration of the machine's. */
public final class Git {

  private final Path directory;

  private Git(Path directory) {
    this.directory = directory;
  }

  public static Git in(Path directory) {
    return new Git(directory);
  }

  /** Clones into a fresh temporary directory. */
  public static Git clone(String url) {
    try {
      Path into = Files.createTempDirectory("clone-");
      String unused = command(Root.directory(), "clone", "-q", url, into.toString()).output();
      return new Git(into);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Clones from the built-in git host, with the user's token as the password. */
  public static Git clone(Api as, String projectId) {
    return clone(url(as, projectId));
  }

  /** The built-in git host's address of a project, with the user's token as the password. */
  public static String url(Api as, String projectId) {
    return "http://%s:%s@127.0.0.1:%d/git/%s.git"
        .formatted(Api.encode(as.user()), as.token(), as.server().port(), projectId);
  }

  public Path directory() {
    return directory;
  }

  public Command.Ended tryTo(String... arguments) {
    return command(directory, arguments).run();
  }

  /** Output of a git command that must succeed. */
  public String run(String... arguments) {
    return command(directory, arguments).output();
  }

  /** One formatted line a commit, newest first; none where the branch is not born. */
  public List<String> log(String format, String... arguments) {
    List<String> words = new ArrayList<>(List.of("log", "--format=" + format));
    words.addAll(List.of(arguments));
    Command.Ended log = command(directory, words.toArray(String[]::new)).run();
    return log.exit() == 0 ? log.output().lines().toList() : List.of();
  }

  /** The value of the trailer that ties a commit to its job, newest commit first. */
  public List<String> jobTrailers(String... arguments) {
    return log("%(trailers:key=Codeblocking-Job,valueonly,separator=%x2C)", arguments).stream()
        .filter(value -> !value.isBlank())
        .map(String::strip)
        .toList();
  }

  /** Every path below with its kind and content, git's own directory left out. */
  public Map<String, String> tree() {
    return tree(directory);
  }

  /** Every path with its kind and content: two equal maps are two byte-exact trees. */
  public static Map<String, String> tree(Path root) {
    Map<String, String> found = new TreeMap<>();
    try {
      Path unused =
          Files.walkFileTree(
              root,
              new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path at, BasicFileAttributes attributes) {
                  return at.getFileName().toString().equals(".git")
                      ? FileVisitResult.SKIP_SUBTREE
                      : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path at, BasicFileAttributes attributes)
                    throws IOException {
                  found.put(root.relativize(at).toString(), describe(at, attributes));
                  return FileVisitResult.CONTINUE;
                }
              });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  public static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String describe(Path at, BasicFileAttributes attributes) throws IOException {
    if (attributes.isSymbolicLink()) {
      return "link " + Files.readSymbolicLink(at);
    }
    boolean executable =
        Files.getPosixFilePermissions(at, LinkOption.NOFOLLOW_LINKS)
            .contains(PosixFilePermission.OWNER_EXECUTE);
    return (executable ? "exec " : "file ") + sha256(Files.readAllBytes(at));
  }

  private static Command command(Path in, String... arguments) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "git",
                "-c",
                "user.name=Tester",
                "-c",
                "user.email=tester@example.com",
                "-c",
                "core.quotePath=false",
                "-c",
                "init.defaultBranch=main",
                "-c",
                "safe.directory=*"));
    words.addAll(List.of(arguments));
    return Command.of(words)
        .in(in)
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("LC_ALL", "C.UTF-8");
  }
}

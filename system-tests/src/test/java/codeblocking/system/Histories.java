package codeblocking.system;

import codeblocking.system.kit.Command;
import codeblocking.system.kit.Git;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;

/** Repositories to import, made with the git command line. */
final class Histories {

  private Histories() {}

  /** Hundreds of commits over directories, with all kinds of entries that git knows. */
  static Git real(String url) {
    Path work = temporary();
    Git git = Git.in(work);
    git.run("init", "-q");
    fastImport(work, 300);
    git.run("reset", "-q", "--hard", "main");
    try {
      Path tool = work.resolve("bin/tool.sh");
      Files.createDirectories(tool.getParent());
      Files.writeString(tool, "#!/bin/sh\necho tool\n");
      Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.createSymbolicLink(work.resolve("link"), Path.of("bin/tool.sh"));
      Files.createSymbolicLink(work.resolve("dangling"), Path.of("no/such/file"));
      Files.createDirectories(work.resolve("Ünïcode/日本語"));
      Files.writeString(work.resolve("Ünïcode/日本語/ファイル.txt"), "中身\n");
      Files.writeString(work.resolve("with space and 'quotes'.txt"), "x");
      Files.writeString(work.resolve("-dash"), "not an option\n");
      Files.createFile(work.resolve("empty"));
      Files.writeString(work.resolve("crlf.txt"), "a\r\nb\r\n");
      byte[] binary = new byte[70_000];
      new Random(7).nextBytes(binary);
      Files.write(work.resolve("binary.bin"), binary);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    git.run("add", "-A");
    git.run("commit", "-q", "-m", "All kinds of entries");
    git.run("tag", "v1");
    git.run("branch", "feature", "HEAD~5");
    git.run("push", "-q", url, "main", "feature", "v1");
    return git;
  }

  /** One commit with a file of so many random bytes and a README. */
  static Git small(String url, int bytes) {
    Path work = temporary();
    Git git = Git.in(work);
    git.run("init", "-q");
    try {
      byte[] content = new byte[bytes];
      new Random(3).nextBytes(content);
      Files.write(work.resolve("data.bin"), content);
      Files.writeString(work.resolve("README.md"), "# small\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    git.run("add", "-A");
    git.run("commit", "-q", "-m", "first");
    git.run("push", "-q", url, "main");
    return git;
  }

  /** Many commits by one process: a commit of the command line each would take a minute. */
  private static void fastImport(Path work, int commits) {
    StringBuilder stream = new StringBuilder();
    for (int i = 0; i < commits; i++) {
      String content = "line %d\n".formatted(i);
      String message = "commit %d äöü".formatted(i);
      stream.append("commit refs/heads/main\n");
      stream.append(
          "author Grace <grace@example.com> %d +0100\n".formatted(1_700_000_000 + i * 60));
      stream.append(
          "committer Grace <grace@example.com> %d +0100\n".formatted(1_700_000_000 + i * 60));
      stream.append("data %d\n%s\n".formatted(bytes(message), message));
      stream.append("M 100644 inline dir%d/sub%d/file%d.txt\n".formatted(i % 7, i % 3, i % 50));
      stream.append("data %d\n%s\n".formatted(bytes(content), content));
    }
    try {
      Path file = Files.createTempFile("fast-import", ".txt");
      Files.writeString(file, stream, StandardCharsets.UTF_8);
      String unused =
          Command.of("sh", "-c", "git fast-import --quiet < '" + file + "'").in(work).output();
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("history-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package codeblocking.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The git directory of a new workspace, as {@code git init} would make it. */
final class Skeleton {
  private Skeleton() {}

  static void write(Path project, String branch, String originUrl) throws IOException {
    Path git = Files.createDirectory(project.resolve(".git"));
    for (String each :
        List.of("objects/info", "objects/pack", "refs/heads", "refs/tags", "info", "hooks")) {
      Files.createDirectories(git.resolve(each));
    }
    Files.writeString(git.resolve("HEAD"), "ref: refs/heads/" + branch + "\n", UTF_8);
    Files.writeString(git.resolve("info/exclude"), "", UTF_8);
    Files.writeString(git.resolve("config"), config(branch, originUrl), UTF_8);
  }

  private static String config(String branch, String originUrl) {
    return """
        [core]
        \trepositoryformatversion = 0
        \tfilemode = true
        \tbare = false
        \tlogallrefupdates = true
        [remote "origin"]
        \turl = %s
        \tfetch = +refs/heads/*:refs/remotes/origin/*
        [branch "%s"]
        \tremote = origin
        \tmerge = %s
        """
        .formatted(quoted(originUrl), escaped(branch), quoted("refs/heads/" + branch));
  }

  private static String quoted(String value) {
    return "\"" + escaped(value) + "\"";
  }

  private static String escaped(String value) {
    return value.replaceAll("\\p{Cntrl}", "").replace("\\", "\\\\").replace("\"", "\\\"");
  }
}

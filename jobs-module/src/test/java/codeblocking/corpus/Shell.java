package codeblocking.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.corpus.InnocentCase.Step;
import codeblocking.project.Project;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Somebody's shell in a directory with git in it. */
record Shell(Path directory, Path home, Path remote, @Nullable Project project) {
  private static final String PRELUDE =
      """
      commit() { git add -A && git commit -qm "$1"; }
      push() { commit "$1" && git push -q origin HEAD:main; }
      """;

  void play(Step step) throws Exception {
    if (!step.transcript()) {
      run(step.body());
      return;
    }
    StringBuilder script = new StringBuilder();
    for (String line : step.body().split("\n")) {
      if (line.startsWith("$ ")) {
        String command = line.substring(2);
        script.append("printf '%s\\n' ").append(quoted(line)).append('\n');
        script.append(command).append(" || echo \"exit $?\"\n");
      }
    }
    assertThat(readable(run(script.toString()))).isEqualTo(step.body());
  }

  /** What it printed. */
  String run(String script) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", "exec 2>&1; set -e\n" + PRELUDE + script)
            .directory(directory.toFile());
    builder.environment().keySet().removeIf(key -> key.startsWith("GIT_"));
    builder.environment().put("HOME", home.toString());
    builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
    builder.environment().put("GIT_EDITOR", "true");
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().put("REMOTE", remote.toString());
    if (project == null) {
      for (String who : List.of("AUTHOR", "COMMITTER")) {
        builder.environment().put("GIT_" + who + "_NAME", "Bob");
        builder.environment().put("GIT_" + who + "_EMAIL", "bob@example.org");
      }
    } else {
      builder.environment().put("SIDE", "codeblocking/autosave/" + project.id());
      builder.environment().put("TEMP", home.resolveSibling("scratch").toString());
    }
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new AssertionError("in " + directory + ":\n" + script + "\nprinted: " + output);
    }
    return output;
  }

  /** The tree that the user's git would make of everything, with nothing of theirs touched. */
  String allAdded() throws Exception {
    return run("""
            work=$(mktemp -d)
            test ! -f .git/index || cp -p .git/index $work/index
            export GIT_INDEX_FILE=$work/index
            export GIT_ALTERNATE_OBJECT_DIRECTORIES=$(git rev-parse --git-path objects | xargs realpath)
            export GIT_OBJECT_DIRECTORY=$work
            git add -A --sparse >/dev/null 2>&1
            git write-tree
            rm -rf $work
            """)
        .strip();
  }

  /** Of HEAD, branches and stashes. */
  List<String> tips() throws Exception {
    return run("""
            git rev-parse --git-dir >/dev/null 2>&1 || exit 0
            git rev-parse -q --verify HEAD || true
            git for-each-ref --format='%(objectname)' refs/heads
            git rev-parse -q --verify refs/stash >/dev/null && git log -g --format=%H refs/stash || true
            """)
        .lines()
        .distinct()
        .toList();
  }

  /** What a second delivery of a job must not change. */
  String state() throws Exception {
    return run(
        "git status --porcelain -b || true; git for-each-ref || true; git log --oneline -n 3 || true");
  }

  private String readable(String output) {
    String id = Optional.ofNullable(project).map(p -> p.id().toString()).orElse("no project");
    return output
        .replace(id, "ID")
        .replaceAll("Auto-save: \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d UTC", "Auto-save")
        .lines()
        .map(String::stripTrailing)
        .reduce((one, two) -> one + "\n" + two)
        .orElse("");
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}

package codeblocking.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import codeblocking.save.SaveKit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IgnoresTest {
  @ParameterizedTest
  @CsvSource({
    "*.log, a.log, true",
    "*.log, src/a.log, true",
    "/a.log, src/a.log, false",
    "src/*.log, src/a.log, true",
    "src/*.log, src/b/a.log, false",
    "**/a.log, x/y/a.log, true",
    "**/a.log, a.log, true",
    "a/**, a/b/c, true",
    "a/**, a, false",
    "a/**/b, a/b, true",
    "a/**/b, a/x/y/b, true",
    "build/, build, false",
    "[a-c].txt, b.txt, true",
    "[!a-c].txt, b.txt, false",
    "[[:digit:]]x, 7x, true",
    "\\*.txt, a.txt, false",
    "\\*.txt, *.txt, true",
    "a?c, abc, true",
    "a?c, a/c, false",
    "foo[, foo[, false",
    "#x, #x, false",
    "\\#x, #x, true",
    "é*, éa, true",
  })
  void rules_mean_what_they_mean_to_git(String rule, String path, boolean ignored) {
    assertThat(ignored(rule, path, false)).isEqualTo(ignored);
  }

  @Test
  void a_later_rule_wins_and_may_take_back() {
    assertThat(ignored("*.txt\n!keep.txt", "keep.txt", false)).isFalse();
    assertThat(ignored("!keep.txt\n*.txt", "keep.txt", false)).isTrue();
  }

  @Test
  void a_pattern_that_would_take_a_regular_expression_hours_takes_none() {
    String hostile = "a*".repeat(2_000) + "b";
    assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> ignored(hostile, "a".repeat(255), false));
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> ignored("**/a/".repeat(1_000) + "b", "a/".repeat(120) + "c", false));
  }

  @Test
  void git_itself_agrees_on_random_rules(@TempDir Path repository) throws Exception {
    SaveKit.git(repository, "init", "-q");
    Random random = new Random(42);
    List<String> paths = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      paths.add(randomPath(random));
    }
    for (int round = 0; round < 25; round++) {
      StringBuilder rules = new StringBuilder();
      for (int i = 0; i < 4; i++) {
        rules.append(randomRule(random)).append('\n');
      }
      Files.writeString(repository.resolve(".gitignore"), rules);
      List<String> theirs = checkIgnore(repository, paths);
      List<String> ours = paths.stream().filter(p -> below(rules.toString(), p)).toList();
      assertThat(ours).as(rules.toString()).isEqualTo(theirs);
    }
  }

  private static List<String> checkIgnore(Path repository, List<String> paths) throws Exception {
    List<String> found = new ArrayList<>();
    List<String> command =
        new ArrayList<>(
            List.of("sh", "-c", "git check-ignore -v -n --no-index \"$@\" || true", "sh"));
    command.addAll(paths);
    for (String line : SaveKit.run(repository, command).lines().toList()) {
      String[] parts = line.split("\t");
      String rule = parts[0].substring(parts[0].indexOf(':', parts[0].indexOf(':') + 1) + 1);
      if (!rule.isEmpty() && !rule.startsWith("!")) {
        found.add(parts[1]);
      }
    }
    return found;
  }

  private static String randomPath(Random random) {
    StringBuilder path = new StringBuilder();
    int depth = 1 + random.nextInt(4);
    for (int i = 0; i < depth; i++) {
      path.append(i == 0 ? "" : "/").append("abc".charAt(random.nextInt(3)));
      if (random.nextBoolean()) {
        path.append("xy".charAt(random.nextInt(2)));
      }
    }
    return path.toString();
  }

  private static String randomRule(Random random) {
    String[] parts = {"a", "b", "c", "*", "?", "[ab]", "x", "/", "/", "**", "**/", "/**"};
    StringBuilder rule = new StringBuilder(random.nextInt(4) == 0 ? "!" : "");
    int length = 1 + random.nextInt(4);
    for (int i = 0; i < length; i++) {
      rule.append(parts[random.nextInt(parts.length)]);
    }
    return rule.toString().replaceAll("\\*{3,}", "**").replaceAll("/{2,}", "/");
  }

  /** As the walk does it: below an ignored directory everything is ignored. */
  private static boolean below(String rules, String path) {
    int slash = path.indexOf('/');
    while (slash >= 0) {
      if (ignored(rules, path.substring(0, slash), true)) {
        return true;
      }
      slash = path.indexOf('/', slash + 1);
    }
    return ignored(rules, path, false);
  }

  private static boolean ignored(String rules, String path, boolean directory) {
    return Ignores.outermost(null)
        .with(rules.getBytes(UTF_8), 0)
        .ignored(List.of(path.split("/")), directory);
  }
}

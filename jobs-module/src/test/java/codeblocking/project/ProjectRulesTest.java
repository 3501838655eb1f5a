package codeblocking.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProjectRulesTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "My project", "ünïcode ✓", "日本語", "v1.2", " padded "})
  void a_printable_name_is_taken(String name) {
    assertThat(ProjectRules.name(name)).isEqualTo(name.strip());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ".",
        "..",
        ". .",
        "../x",
        "a/b",
        "a\\b",
        "a\u0000b",
        "a\nb",
        "a\u001b[31m",
        "a\u202Eb",
        "a\u2028b"
      })
  void a_name_that_misleads_is_refused(String name) {
    assertThatThrownBy(() -> ProjectRules.name(name)).isInstanceOf(InvalidInput.class);
  }

  @Test
  void a_name_has_at_most_100_characters() {
    assertThat(ProjectRules.name("✓".repeat(100))).hasSize(100);
    assertThatThrownBy(() -> ProjectRules.name("x".repeat(101)))
        .hasMessageContaining("1 to 100")
        .hasMessageContaining("101");
  }

  @ParameterizedTest
  @ValueSource(strings = {"main", "feature/login", "v1.0", "a-b", "ünï", "a@b"})
  void a_git_branch_is_taken(String branch) {
    assertThat(ProjectRules.branch(branch)).isEqualTo(branch);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-x",
        "a..b",
        "/a",
        "a/",
        "a//b",
        "a.lock",
        "a.lock/b",
        ".a",
        "a/.b",
        "a b",
        "a~1",
        "a^",
        "a:b",
        "a?",
        "a*",
        "a[b",
        "a\\b",
        "@",
        "a@{1}",
        "a.",
        "a\u0007"
      })
  void what_git_refuses_is_no_branch(String branch) {
    assertThatThrownBy(() -> ProjectRules.branch(branch)).isInstanceOf(InvalidInput.class);
  }

  @Test
  void a_refusal_lists_the_environments_there_are() {
    assertThatThrownBy(() -> ProjectRules.environment("cobol", List.of("base", "node")))
        .hasMessage("environment must be one of base, node");
  }
}

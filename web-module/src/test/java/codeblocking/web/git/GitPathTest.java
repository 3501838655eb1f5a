package codeblocking.web.git;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.project.ProjectId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GitPathTest {
  @Test
  void a_repository_is_named_by_its_project() {
    ProjectId id = ProjectId.random();
    assertThat(GitPath.project("/" + id + ".git/info/refs")).contains(id);
    assertThat(GitPath.project("/" + id + ".git")).contains(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "/x.git", "/../x.git/info/refs", "/1-1-1-1-1.git"})
  void anything_else_is_no_repository(String path) {
    assertThat(GitPath.project(path)).isEmpty();
  }

  @Test
  void the_password_is_the_token_whoever_the_user_is() {
    assertThat(BasicToken.find("Basic " + base64("anyone:a.b:c"))).contains("a.b:c");
    assertThat(BasicToken.find("bearer a.b.c")).contains("a.b.c");
  }

  @Test
  void a_broken_header_holds_no_token() {
    assertThat(BasicToken.find(null)).isEmpty();
    assertThat(BasicToken.find("Basic !!!")).isEmpty();
    assertThat(BasicToken.find("Basic " + base64("nocolon"))).isEmpty();
    assertThat(BasicToken.find("Digest x")).isEmpty();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}

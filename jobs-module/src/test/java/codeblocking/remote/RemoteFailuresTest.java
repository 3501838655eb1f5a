package codeblocking.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import codeblocking.job.NeedsPerson;
import codeblocking.job.RetryLater;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteFailuresTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 200, 408, 429, 500, 502, 503, 504})
  void time_cures_these(int status) throws Exception {
    assertThat(failure(status, null)).isInstanceOf(RetryLater.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 308, 401, 403, 404, 410, 413})
  void a_person_cures_these(int status) {
    assertThatThrownBy(() -> failure(status, null)).isInstanceOf(NeedsPerson.class);
  }

  @Test
  void a_limit_says_when_to_come_again() throws Exception {
    assertThat(failure(429, "17").after()).contains(Duration.ofSeconds(17));
    assertThat(failure(403, "60").after()).contains(Duration.ofSeconds(60));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GH006: Protected branch update failed for refs/heads/main.",
        "protected branch hook declined",
        "GitLab: You are not allowed to push code to protected branches on this project.",
        "GH013: Repository rule violations found. Changes must be made through a pull request.",
      })
  void a_protected_branch_is_for_another_ref(String text) throws Exception {
    assertThat(RemoteFailures.ofRejection(text, "", "host"))
        .isInstanceOf(Remote.Push.Elsewhere.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GH013: Repository rule violations found: Push cannot contain secrets",
        "GH001: Large files detected. this exceeds GitHub's file size limit of 100.00 MB",
        "pre-receive hook declined",
      })
  void a_person_must_do_something_about_these(String text) {
    assertThatThrownBy(() -> RemoteFailures.ofRejection(text, "", "host"))
        .isInstanceOf(NeedsPerson.class)
        .hasMessageContaining("safe here");
  }

  @Test
  void what_a_remote_says_cannot_write_to_a_terminal_or_a_second_log_line() {
    assertThat(RemoteText.clean("a\u001b[31mred\u001b]0;title\u0007\r\nb\u202ec"))
        .isEqualTo("ared b c");
  }

  private static RetryLater failure(int status, @org.jspecify.annotations.Nullable String after)
      throws NeedsPerson {
    Trail trail = new Trail();
    if (status != 0) {
      trail.note(status, after);
    }
    return RemoteFailures.of(new IOException("broke"), trail, "host");
  }
}

package codeblocking.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import codeblocking.SettableClock;
import codeblocking.job.NeedsPerson;
import codeblocking.job.RetryLater;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import org.eclipse.jgit.errors.TransportException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteFailuresTest {
  private static final SettableClock CLOCK = new SettableClock();

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

  @ParameterizedTest
  @CsvSource({
    "401, CREDENTIAL",
    "403, CREDENTIAL",
    "404, GONE",
    "410, GONE",
    "301, GONE",
    "308, GONE",
    "413, POLICY",
    "422, POLICY",
    "423, BUSY",
    "429, BUSY",
    "500, BUSY",
    "502, AWAY",
    "503, AWAY",
    "504, AWAY",
  })
  void each_status_has_its_class(int status, FailureClass kind) {
    assertThat(classified(status, null, new IOException("broke")).kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @MethodSource
  void a_broken_network_is_a_host_that_is_away(Exception failure) throws Exception {
    RemoteFailure found =
        classified(0, null, new TransportException("http://host/a: cannot open", failure));
    assertThat(found.kind()).isEqualTo(FailureClass.AWAY);
    assertThat(found.thrown("host").waitsOn()).contains("host");
  }

  static List<Exception> a_broken_network_is_a_host_that_is_away() {
    return List.of(
        new ConnectException("Connection refused"),
        new UnknownHostException("host"),
        new SocketTimeoutException("Read timed out"),
        new SocketException("Unexpected end of file from server"),
        new SSLHandshakeException("Remote host terminated the handshake"),
        new IOException("Premature EOF"),
        new EOFException());
  }

  @Test
  void a_failure_of_our_own_disk_is_not_held_against_the_host() {
    IOException full = new IOException("No space left on device");
    assertThat(classified(200, null, full).kind()).isEqualTo(FailureClass.BUSY);
  }

  @Test
  void a_limit_says_when_to_come_again() throws Exception {
    assertThat(failure(429, "17").after()).contains(Duration.ofSeconds(17));
    assertThat(failure(403, "60").after()).contains(Duration.ofSeconds(60));
    assertThat(failure(503, "5").after()).contains(Duration.ofSeconds(5));
    assertThat(failure(503, "5").waitsOn()).as("it said itself when").isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Thu, 01 Jan 2026 00:00:42 GMT | 42",
        "Wed, 31 Dec 2025 23:00:00 GMT | 0",
        "Fri, 02 Jan 2026 00:00:00 GMT | 3600",
        "999999999                     | 3600",
      })
  void a_limit_may_say_so_as_a_date_and_for_an_hour_at_most(String header, long seconds)
      throws Exception {
    assertThat(failure(429, header).after()).contains(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-5", "1.5", "Thu, 99 Jan 2026 00:00:42 GMT"})
  void what_says_nothing_is_taken_for_nothing(String header) throws Exception {
    assertThat(failure(429, header).after()).isEmpty();
  }

  @Test
  void a_moved_repository_says_where_to() {
    Trail trail = new Trail(CLOCK);
    trail.note(301, null, "https://host/new/name.git/info/refs?service=git-receive-pack");
    assertThat(RemoteFailures.of(new IOException("moved"), trail, "host").words())
        .contains("moved (301) to https://host/new/name.git.");
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
        "pre-receive hook declined",
      })
  void a_person_must_do_something_about_these(String text) {
    assertThatThrownBy(() -> RemoteFailures.ofRejection(text, "", "host"))
        .isInstanceOf(NeedsPerson.class)
        .hasMessageContaining("safe here");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fatal: write error: No space left on device",
        "fatal: write error: Disk quota exceeded",
        "cannot lock ref 'refs/heads/main': Unable to create main.lock: File exists.",
      })
  void what_only_the_remote_lacks_is_no_fault_of_the_files(String text) {
    assertThatThrownBy(() -> RemoteFailures.ofRejection("unpacker error", text, "host"))
        .isInstanceOf(RetryLater.class);
  }

  @Test
  void what_a_remote_says_cannot_write_to_a_terminal_or_a_second_log_line() {
    assertThat(RemoteText.clean("a\u001b[31mred\u001b]0;title\u0007\r\nb\u202ec"))
        .isEqualTo("ared b c");
  }

  @Test
  void a_refusal_for_size_asks_for_the_rest() throws Exception {
    String github =
        """
        error: Trace: 5a1e
        error: See https://gh.io/lfs for more information.
        error: File data/big one.bin is 120.00 MB; this exceeds GitHub's file size limit of 100.00 MB
        error: GH001: Large files detected. You may want to try Git Large File Storage.
        """;
    assertThat(RemoteFailures.ofRejection("pre-receive hook declined", github, "host"))
        .isEqualTo(
            new Remote.Push.Without(
                new RejectedFiles(Set.of("data/big one.bin"), Set.of()),
                "host refuses it, since it is too large"));
  }

  @Test
  void a_refusal_for_a_secret_asks_for_the_rest() throws Exception {
    String github =
        """
        error: GH013: Repository rule violations found for refs/heads/main.

        - GITHUB PUSH PROTECTION
          —————————————————————————————————————————
            Resolve the following violations before pushing again

            - Push cannot contain secrets

              —— GitHub Personal Access Token ——————————————————
               locations:
                 - commit: 8e41e5b2a7c4ee5ab0f0ed0d2ad2c6f4b5dd9f11
                   path: config/keys.txt:3
                 - commit: 8e41e5b2a7c4ee5ab0f0ed0d2ad2c6f4b5dd9f11
                   path: .env:1
        """;
    Remote.Push.Without without =
        (Remote.Push.Without)
            RemoteFailures.ofRejection(
                "push declined due to repository rule violations", github, "host");
    assertThat(without.files().paths()).containsExactlyInAnyOrder("config/keys.txt", ".env");
    assertThat(without.reason()).contains("secret");
  }

  @Test
  void gitlab_names_blobs_and_paths() {
    String blob = "a".repeat(40);
    RejectedFiles size =
        RejectedFiles.of(
            "GitLab: You are attempting to check in one or more blobs which exceed the 100MiB"
                + " limit:\n\n"
                + "- "
                + blob
                + " (120 MiB)\nTo resolve this error, use Git LFS.");
    assertThat(size).isEqualTo(new RejectedFiles(Set.of(), Set.of(blob)));
    RejectedFiles secret =
        RejectedFiles.of("PUSH BLOCKED: Secrets detected\n-- conf/a.yml:12 | GitLab token");
    assertThat(secret.paths()).containsExactly("conf/a.yml");
  }

  @Test
  void a_refusal_that_never_ends_names_a_hundred_files_and_no_more() {
    String endless = "path: ../../etc/passwd:1\n" + "path: a\n".repeat(200_000);
    assertThat(RejectedFiles.of(endless).paths())
        .containsExactlyInAnyOrder("../../etc/passwd", "a");
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 5_000; i++) {
      many.append("path: f").append(i).append('\n');
    }
    assertThat(RejectedFiles.of(many.toString()).paths()).hasSize(100);
  }

  private static RemoteFailure classified(int status, @Nullable String after, Exception failure) {
    Trail trail = new Trail(CLOCK);
    if (status != 0) {
      trail.note(status, after, null);
    }
    return RemoteFailures.of(failure, trail, "host");
  }

  private static RetryLater failure(int status, @Nullable String after) throws NeedsPerson {
    return classified(status, after, new IOException("broke")).thrown("host");
  }
}

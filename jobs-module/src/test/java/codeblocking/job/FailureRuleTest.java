package codeblocking.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureRuleTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "project 11111111-2222-3333-4444-555555555555 is gone | project ‹id› is gone",
        "commit c0ffee1234 is missing | commit ‹id› is missing",
        "the remote answered 503 after 1200 ms | the remote answered 503 after ‹n› ms",
        "refused (401) at try 3 | refused (401) at try ‹n›",
        "https://git.example.com:8443/a/b.git: refused | https://git.example.com/‹path› refused",
        "http://127.0.0.1:40123/x.git answered 403 | http://127.0.0.1/‹path› answered 403",
        "127.0.0.1:40123 does not answer | 127.0.0.1 does not answer",
        "git.example.com:443 does not answer | git.example.com does not answer",
        "cannot read /var/lib/a.txt | cannot read ‹path›",
        "cannot read /data | cannot read ‹path›",
        "refs/heads/main moved on | ‹path› moved on",
        "next try 2026-11-26T12:00:00.123Z | next try ‹time›",
        "its worker vanished 4 times | its worker vanished ‹n› times",
      })
  void what_differs_from_job_to_job_is_taken_out(String error, String pattern) {
    assertThat(FailureRule.pattern(error)).isEqualTo(pattern);
  }

  @Test
  void alike_is_what_differs_in_nothing_else() {
    assertThat(FailureRule.fingerprint("HTTP 403 from http://a.b:80/x/1"))
        .hasSize(12)
        .isEqualTo(FailureRule.fingerprint("HTTP 403 from\n http://a.b:8080/y/22"))
        .isNotEqualTo(FailureRule.fingerprint("HTTP 503 from http://a.b:80/x/1"))
        .isNotEqualTo(FailureRule.fingerprint("HTTP 403 from http://c.d:80/x/1"));
  }

  @Test
  void no_error_is_a_failure_of_its_own() {
    assertThat(FailureRule.pattern(null)).isEqualTo("no reason was given");
    assertThat(FailureRule.fingerprint(null)).isEqualTo(FailureRule.fingerprint(" "));
  }

  @Test
  void words_stay_as_they_are_even_hostile_ones() {
    String hostile = "remote said <img src=x onerror=alert()> “no”";
    assertThat(FailureRule.pattern(hostile)).isEqualTo(hostile);
  }

  @Test
  void a_long_error_is_cut_and_takes_no_long_time() {
    assertThat(FailureRule.pattern("a".repeat(2000))).hasSize(300);
    assertThat(FailureRule.pattern("a/".repeat(1000))).isEqualTo("‹path›");
    assertThat(FailureRule.pattern("1.".repeat(1000))).hasSizeLessThanOrEqualTo(300);
  }
}

package codeblocking.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonLinesTest {

  @Test
  void a_line_holds_time_level_logger_thread_and_message() {
    LogRecord entry = entry("Job {0} saved");
    entry.setParameters(new Object[] {"7"});
    entry.setInstant(Instant.parse("2026-11-23T10:00:00Z"));
    entry.setLoggerName("codeblocking.persist");
    assertThat(new JsonLines().format(entry))
        .isEqualTo(
            "{\"time\":\"2026-11-23T10:00:00Z\",\"level\":\"INFO\",\"logger\":\"codeblocking.persist\","
                + "\"thread\":\"%s\",\"message\":\"Job 7 saved\"}\n",
            Thread.currentThread().getName());
  }

  @Test
  void what_json_cannot_hold_is_escaped() {
    assertThat(new JsonLines().format(entry("a\"b\\c\nd\u0007é\ud800")))
        .contains("\"message\":\"a\\\"b\\\\c\\nd\\u0007é\\ud800\"");
  }

  @Test
  void an_error_brings_its_trace_in_the_same_line() {
    LogRecord entry = entry("Push failed");
    entry.setThrown(new IllegalStateException("https://me:secret@host/x refused"));
    assertThat(new JsonLines().format(entry))
        .contains(
            "\"error\":\"java.lang.IllegalStateException: https://***@host/x refused\\n\\tat ")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource({
    "clone of https://me:secret@host/x.git, clone of https://***@host/x.git",
    "Authorization: Bearer abc.def-1, Authorization: Bearer ***",
    "Authorization: Basic bWU6c2VjcmV0, Authorization: Basic ***",
    "GET /?token=abc&x=1, GET /?token=***&x=1",
    "eyJhbGciOi.eyJzdWIi.c2ln is no longer valid, *** is no longer valid",
    "basic work, basic work"
  })
  void a_secret_is_not_written(String message, String written) {
    assertThat(new JsonLines().format(entry(message))).contains("\"message\":\"" + written + "\"");
  }

  private static LogRecord entry(String message) {
    return new LogRecord(Level.INFO, message);
  }
}

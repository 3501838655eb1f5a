package codeblocking.web.signin;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.settings.SettingsReader;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OriginsTest {
  private final Origins origins =
      origins(Map.of("codeblocking.origins", "https://ide.example.com,http://other.example:3000"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:8080",
        "http://127.0.0.1:8080",
        "http://[::1]:8080",
        "HTTP://LocalHost:8080",
        "https://ide.example.com",
        "https://ide.example.com:443",
        "http://other.example:3000"
      })
  void own_and_configured_origins_are_allowed(String origin) {
    assertThat(origins.allows(origin)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "",
        "http://localhost",
        "http://localhost:8081",
        "https://localhost:8080",
        "http://evil.example",
        "https://sub.ide.example.com",
        "https://ide.example.com.evil.example",
        "http://ide.example.com",
        "http://localhost:8080.evil.example"
      })
  void every_other_origin_is_not(String origin) {
    assertThat(origins.allows(origin)).isFalse();
  }

  @Test
  void a_page_of_ours_has_the_same_origin_as_the_address_it_calls() {
    assertThat(origins.isOurs("http://localhost:8080", "localhost:8080")).isTrue();
    assertThat(origins.isOurs("https://ide.example.com", "ide.example.com")).isTrue();
  }

  @Test
  void a_configured_origin_is_no_page_of_ours() {
    assertThat(origins.isOurs("http://other.example:3000", "localhost:8080")).isFalse();
  }

  @Test
  void a_name_that_was_led_to_our_address_is_no_page_of_ours() {
    assertThat(origins.isOurs("http://evil.example:8080", "evil.example:8080")).isFalse();
  }

  @Test
  void without_an_origin_nobody_knows_whose_page_it_is() {
    assertThat(origins.isOurs(null, "localhost:8080")).isFalse();
    assertThat(origins.isOurs("http://localhost:8080", null)).isFalse();
  }

  @Test
  void a_port_that_browsers_leave_out_does_not_matter() {
    Origins plain = origins(Map.of("codeblocking.http.port", "80"));
    assertThat(plain.isOurs("http://localhost", "localhost")).isTrue();
  }

  private static Origins origins(Map<String, String> values) {
    return new Origins(SettingsReader.read(key -> Optional.ofNullable(values.get(key))));
  }
}

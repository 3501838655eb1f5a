package codeblocking.artemis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerChoiceTest {

  @Test
  void without_configuration_the_broker_is_embedded_in_the_data_directory() {
    assertThat(choice(Map.of()))
        .isEqualTo(new BrokerChoice.Embedded(Path.of("data/broker").toAbsolutePath()));
  }

  @Test
  void the_journal_lies_in_the_configured_data_directory() {
    assertThat(choice(Map.of("codeblocking.data.dir", "/srv/code blocking")))
        .isEqualTo(new BrokerChoice.Embedded(Path.of("/srv/code blocking/broker")));
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "embedded"})
  void no_url_asks_for_the_embedded_broker(String url) {
    assertThat(choice(Map.of(BrokerChoice.URL, url))).isInstanceOf(BrokerChoice.Embedded.class);
  }

  @Test
  void a_url_switches_to_an_external_broker() {
    assertThat(
            choice(
                Map.of(
                    BrokerChoice.URL,
                    "tcp://broker:5000",
                    "codeblocking.broker.user",
                    "me",
                    "codeblocking.broker.password",
                    "secret")))
        .isEqualTo(new BrokerChoice.External("broker", 5000, "me", "secret"));
  }

  @Test
  void the_port_has_a_default() {
    assertThat(choice(Map.of(BrokerChoice.URL, "tcp://broker")))
        .isEqualTo(new BrokerChoice.External("broker", 61616, null, null));
  }

  @Test
  void an_external_broker_is_shown_without_its_password() {
    assertThat(new BrokerChoice.External("broker", 5000, "me", "secret"))
        .hasToString("tcp://broker:5000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"broker:5000", "http://broker", "tcp://", "tcp://b?x=y", "tcp://a b", "tcp:b"})
  void a_url_that_cannot_be_one_is_refused_with_what_is_allowed(String url) {
    assertThatThrownBy(() -> choice(Map.of(BrokerChoice.URL, url)))
        .hasMessage(
            "codeblocking.broker.url=%s: allowed is tcp://host:port, or nothing for the embedded broker",
            url);
  }

  @Test
  void a_password_in_a_refused_url_is_not_shown() {
    assertThatThrownBy(() -> choice(Map.of(BrokerChoice.URL, "tcp://me:secret@broker")))
        .message()
        .doesNotContain("secret");
  }

  private static BrokerChoice choice(Map<String, String> configuration) {
    return BrokerChoice.from(configuration::get);
  }
}

package codeblocking.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReaderTest {
  private static Settings read(Map<String, String> values) {
    return SettingsReader.read(key -> Optional.ofNullable(values.get(key)));
  }

  @Test
  void nothing_needs_to_be_set() {
    Settings settings = read(Map.of());
    assertThat(settings.http()).isEqualTo(new Settings.Http("127.0.0.1", 8080));
    assertThat(settings.database().url()).startsWith("jdbc:h2:async:").contains("WRITE_DELAY=0");
    assertThat(settings.broker().url()).isEmpty();
    assertThat(settings.environments().keySet()).containsExactly("base", "node", "python", "java");
    assertThat(settings.environments().values())
        .extracting(EnvironmentSettings::poolSize)
        .containsExactly(2, 0, 0, 0);
    assertThat(settings.lifecycle().grace()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.lifecycle().zombieInterval()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.lifecycle().zombieAge()).isEqualTo(Duration.ofMinutes(5));
    assertThat(settings.limits().userMaxContainers()).isEqualTo(5);
    assertThat(settings.limits().workspaceQuotaBytes()).isEqualTo(2L << 30);
    assertThat(settings.persistTarget()).isEqualTo(Settings.PersistTarget.BRANCH);
    assertThat(settings.access().localSignIn()).isTrue();
    assertThat(settings.network()).isEqualTo("isolated");
  }

  @Test
  void the_servers_own_origins_are_loopback_and_the_host_with_its_port() {
    assertThat(read(Map.of("codeblocking.http.port", "9000")).ownOrigins())
        .containsExactly("http://localhost:9000", "http://127.0.0.1:9000", "http://[::1]:9000");
  }

  @Test
  void a_key_is_an_environment_variable_too() {
    assertThat(SettingsReader.environmentName("codeblocking.user.max-containers"))
        .isEqualTo("CODEBLOCKING_USER_MAX_CONTAINERS");
  }

  @ParameterizedTest
  @CsvSource({
    "codeblocking.http.port, 0, 65535",
    "codeblocking.http.port, http, whole number",
    "codeblocking.grace, 5s, ISO-8601",
    "codeblocking.grace, -PT1S, at least",
    "codeblocking.zombie.interval, PT0S, at least",
    "codeblocking.workspace.quota, 2 bananas, 512MiB",
    "codeblocking.persist.target, head, branch or ref",
    "codeblocking.db.url, jdbc:mysql://x, jdbc:postgresql:",
    "codeblocking.broker.url, http://x:1, tcp://host:port",
    "codeblocking.broker.url, tcp://x, tcp://host:port",
    "codeblocking.docker.host, ssh://x, unix:///path",
    "codeblocking.network, host, isolated",
    "codeblocking.environments, ../etc, lower-case",
    "codeblocking.environment.base.memory, 1MiB, at least",
    "codeblocking.origins, https://x/path, without a path",
    "codeblocking.import.hosts, http://x/y, host[:port]",
    "codeblocking.user.max-containers, 0, from 1",
    "codeblocking.github.api, ftp://x, http"
  })
  void a_wrong_value_is_named_with_its_key_and_what_is_allowed(
      String key, String value, String allowed) {
    assertThatThrownBy(() -> read(Map.of(key, value)))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining(key)
        .hasMessageContaining(value)
        .hasMessageContaining(allowed);
  }
}

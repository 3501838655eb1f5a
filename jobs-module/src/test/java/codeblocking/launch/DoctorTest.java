package codeblocking.launch;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.launch.Finding.Weight;
import codeblocking.settings.SettingsReader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoctorTest {

  private static final Path DATA = Path.of("/srv/data");

  private final FakeMachine machine = new FakeMachine();
  private final Map<String, String> configuration =
      new HashMap<>(Map.of("codeblocking.data.dir", DATA.toString()));

  @Test
  void a_sound_machine_has_no_finding() {
    machine.modes.put(DATA, "rwx------");
    assertThat(findings()).allMatch(finding -> finding.weight() == Weight.FINE);
  }

  @Test
  void a_data_directory_that_others_can_read_is_a_danger() {
    machine.modes.put(DATA, "rwxr-x---");
    assertThat(dangers()).singleElement().asString().contains("/srv/data").contains("chmod 700");
  }

  @Test
  void names_that_are_not_utf8_are_a_danger() {
    machine.encoding = "ANSI_X3.4-1968";
    assertThat(dangers()).singleElement().asString().contains("C.UTF-8");
  }

  @Test
  void a_data_directory_in_memory_is_a_danger() {
    machine.disk = new Machine.Disk("tmpfs", 100L << 30, 200L << 30);
    assertThat(dangers()).singleElement().asString().contains("in memory");
  }

  @Test
  void a_full_disk_is_a_danger_and_a_nearly_full_one_a_warning() {
    machine.disk = new Machine.Disk("ext4", 100L << 20, 200L << 30);
    assertThat(dangers()).singleElement().asString().contains("100 MiB free");
    machine.disk = new Machine.Disk("ext4", 2L << 30, 200L << 30);
    assertThat(weights()).contains(Weight.WARNING).doesNotContain(Weight.DANGER);
  }

  @ParameterizedTest
  @CsvSource({
    "codeblocking.db.url, jdbc:h2:file:/srv/x, WRITE_DELAY=0",
    "codeblocking.db.url, jdbc:h2:mem:x, in memory",
    "codeblocking.broker.url, tcp://broker:61616, without a password",
    "codeblocking.http.host, 0.0.0.0, without TLS",
    "codeblocking.docker.host, tcp://build:2375, is root there"
  })
  void a_setting_that_loses_work_or_lets_someone_in_is_a_danger(
      String key, String value, String said) {
    configuration.put(key, value);
    assertThat(dangers()).singleElement().asString().contains(said);
  }

  @Test
  void what_workspaces_reach_is_a_danger_where_no_firewall_rules_can_be_set() {
    machine.noFirewall = Optional.of("the server does not run as root");
    assertThat(dangers())
        .singleElement()
        .asString()
        .contains("169.254.169.254", "does not run as root");
    configuration.put("codeblocking.network", "none");
    assertThat(dangers()).isEmpty();
  }

  @Test
  void a_network_of_somebody_elses_is_a_warning() {
    configuration.put("codeblocking.network", "mine");
    assertThat(weights()).contains(Weight.WARNING).doesNotContain(Weight.DANGER);
  }

  @Test
  void an_outside_issuer_makes_another_address_a_warning_only() {
    configuration.put("codeblocking.http.host", "0.0.0.0");
    configuration.put("mp.jwt.verify.publickey.location", "https://id.example.com/keys");
    assertThat(weights()).contains(Weight.WARNING).doesNotContain(Weight.DANGER);
  }

  @Test
  void a_postgres_that_does_not_sync_is_a_danger() {
    configuration.put("codeblocking.db.url", "jdbc:postgresql://db/x");
    machine.variables.put("synchronous_commit", "off");
    assertThat(dangers()).singleElement().asString().contains("synchronous_commit=off");
  }

  @Test
  void a_database_that_does_not_answer_is_a_danger() {
    configuration.put("codeblocking.db.url", "jdbc:postgresql://db/x");
    machine.reachable = false;
    assertThat(dangers()).singleElement().asString().contains("Connection refused");
  }

  @Test
  void a_missing_engine_is_a_danger() {
    machine.engine = Optional.empty();
    assertThat(dangers()).singleElement().asString().contains("No Docker engine");
  }

  @Test
  void a_socket_open_to_everybody_is_a_danger() {
    machine.modes.put(Path.of("/var/run/docker.sock"), "rw-rw-rw-");
    assertThat(dangers()).singleElement().asString().contains("writable by everybody");
  }

  @Test
  void an_old_runc_is_a_warning() {
    machine.engine = Optional.of(new Machine.Engine("20.10.24", "1.1.5+ds1", true));
    assertThat(findings())
        .filteredOn(finding -> finding.weight() == Weight.WARNING)
        .singleElement()
        .asString()
        .contains("runc 1.1.5+ds1 is older than 1.2.8");
  }

  @Test
  void a_missing_image_is_a_warning() {
    machine.missingImages.add("codeblocking/java:local");
    assertThat(findings())
        .filteredOn(finding -> finding.weight() == Weight.WARNING)
        .singleElement()
        .asString()
        .contains("codeblocking/java:local");
  }

  private List<Finding> findings() {
    return new Doctor(
            SettingsReader.read(key -> Optional.ofNullable(configuration.get(key))), machine)
        .examine();
  }

  private List<Weight> weights() {
    return findings().stream().map(Finding::weight).toList();
  }

  private List<Finding> dangers() {
    return findings().stream().filter(finding -> finding.weight() == Weight.DANGER).toList();
  }
}

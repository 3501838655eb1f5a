package codeblocking.artemis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.jms.client.ActiveMQJMSConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On the real broker: what it keeps, and what it says when it cannot. */
@Timeout(60)
class EmbeddedBrokerIT {

  @TempDir Path directory;

  private final List<EmbeddedBroker> started = new ArrayList<>();

  @AfterEach
  void stop() throws Exception {
    System.clearProperty("codeblocking.broker.min-disk-free");
    for (EmbeddedBroker broker : started) {
      broker.stop();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"prewarm", "persist", "stop", "import", "dead"})
  void every_queue_is_there_from_the_start(String lane) throws Exception {
    EmbeddedBroker broker = start();
    assertThat(broker.server().locateQueue("codeblocking." + lane)).isNotNull();
  }

  @Test
  void no_port_is_open() throws Exception {
    EmbeddedBroker broker = start();
    assertThat(broker.server().getConfiguration().getAcceptorConfigurations())
        .allMatch(acceptor -> acceptor.getFactoryClassName().contains("InVM"));
  }

  @Test
  void a_message_survives_a_restart() throws Exception {
    EmbeddedBroker broker = start();
    ring("codeblocking.persist", "job-1");
    broker.stop();
    start();
    assertThat(answer("codeblocking.persist")).isEqualTo("job-1");
  }

  @Test
  void the_journal_is_synced() throws Exception {
    EmbeddedBroker broker = start();
    assertThat(broker.server().getConfiguration().isJournalSyncNonTransactional()).isTrue();
    assertThat(broker.server().getConfiguration().isJournalSyncTransactional()).isTrue();
  }

  @Test
  void a_full_disk_is_said_and_never_waited_for() throws Exception {
    System.setProperty("codeblocking.broker.min-disk-free", "1000000G");
    start();
    // Noticed at the first scan of the disk.
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> ring("codeblocking.persist", "job-1"))
                    .isInstanceOf(JMSRuntimeException.class));
  }

  @Test
  void an_unknown_queue_is_not_made() throws Exception {
    start();
    assertThatThrownBy(() -> ring("codeblocking.presist", "job-1"))
        .isInstanceOf(JMSRuntimeException.class);
  }

  @Test
  void what_is_refused_for_good_goes_to_the_dead_letters() throws Exception {
    EmbeddedBroker broker = start();
    var settings = broker.server().getAddressSettingsRepository().getMatch("codeblocking.persist");
    assertThat(settings.getDeadLetterAddress().toString()).isEqualTo("codeblocking.dead");
    assertThat(settings.getMaxDeliveryAttempts()).isEqualTo(10);
    assertThat(settings.getRedeliveryDelay()).isEqualTo(1000);
  }

  private EmbeddedBroker start() throws Exception {
    EmbeddedBroker broker = EmbeddedBroker.start(directory);
    started.add(broker);
    return broker;
  }

  private static void ring(String queue, String job) {
    try (JMSContext context = connect().createContext()) {
      context
          .createProducer()
          .setDeliveryMode(DeliveryMode.PERSISTENT)
          .send(context.createQueue(queue), job);
    }
  }

  private static String answer(String queue) {
    try (JMSContext context = connect().createContext()) {
      return context.createConsumer(context.createQueue(queue)).receiveBody(String.class, 5000);
    }
  }

  private static ConnectionFactory connect() {
    return new ActiveMQJMSConnectionFactory("vm://0");
  }
}

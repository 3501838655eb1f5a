package codeblocking.artemis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.ResourceAdapterInternalException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerResourceAdapterIT {

  @TempDir Path data;

  private final BrokerResourceAdapter adapter = new BrokerResourceAdapter();
  private final Logger logger = Logger.getLogger(BrokerResourceAdapter.class.getName());
  private final Messages messages = new Messages();

  @BeforeEach
  void configure() {
    System.setProperty("codeblocking.data.dir", data.toString());
    logger.addHandler(messages);
  }

  @AfterEach
  void forget() {
    System.clearProperty("codeblocking.data.dir");
    System.clearProperty(BrokerChoice.URL);
    logger.removeHandler(messages);
    adapter.stop();
  }

  @Test
  void by_default_the_journal_is_in_the_data_directory() throws Exception {
    adapter.start(context());
    assertThat(data.resolve("broker/journal")).isNotEmptyDirectory();
    assertThat(adapter.getConsumerWindowSize()).isZero();
  }

  @Test
  void an_external_broker_leaves_the_data_directory_alone() throws Exception {
    System.setProperty(BrokerChoice.URL, "tcp://127.0.0.1:1");
    adapter.start(context());
    assertThat(data).isEmptyDirectory();
  }

  @Test
  void a_broker_that_does_not_answer_is_named() throws Exception {
    System.setProperty(BrokerChoice.URL, "tcp://127.0.0.1:1");
    adapter.start(context());
    assertThat(messages.seen)
        .anyMatch(m -> m.contains("tcp://127.0.0.1:1: no broker answers there"));
  }

  @Test
  void a_wrong_url_stops_the_start() {
    System.setProperty(BrokerChoice.URL, "amqp://broker");
    assertThatThrownBy(() -> adapter.start(context()))
        .isInstanceOf(ResourceAdapterInternalException.class)
        .hasMessageContaining("codeblocking.broker.url=amqp://broker: allowed is tcp://host:port");
  }

  private static BootstrapContext context() {
    return (BootstrapContext)
        Proxy.newProxyInstance(
            BootstrapContext.class.getClassLoader(),
            new Class<?>[] {BootstrapContext.class},
            (proxy, method, arguments) -> null);
  }

  private static final class Messages extends Handler {

    private final List<String> seen = new ArrayList<>();

    @Override
    public void publish(LogRecord message) {
      seen.add(message.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}

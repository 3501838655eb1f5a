package codeblocking.artemis;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.deployers.impl.FileConfigurationParser;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;

/** The broker inside this process: reachable in this process only, durable in its directory. */
final class EmbeddedBroker {

  private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();

  private EmbeddedBroker() {}

  static EmbeddedBroker start(Path directory) throws Exception {
    Files.createDirectories(directory);
    EmbeddedBroker embedded = new EmbeddedBroker();
    embedded.broker.setConfiguration(configuration(directory));
    embedded.broker.start();
    ActiveMQServer server = embedded.broker.getActiveMQServer();
    if (!server.waitForActivation(60, TimeUnit.SECONDS)) {
      embedded.stop();
      throw new IOException(
          "The broker did not start on " + directory + "; is another server using it?");
    }
    return embedded;
  }

  private static Configuration configuration(Path directory) throws Exception {
    try (InputStream xml =
        Objects.requireNonNull(
            EmbeddedBroker.class.getResourceAsStream("/codeblocking/artemis/broker.xml"))) {
      return new FileConfigurationParser()
          .parseMainConfig(xml)
          .setPagingDirectory(directory.resolve("paging").toString())
          .setBindingsDirectory(directory.resolve("bindings").toString())
          .setJournalDirectory(directory.resolve("journal").toString())
          .setNodeManagerLockDirectory(directory.resolve("journal").toString())
          .setLargeMessagesDirectory(directory.resolve("large-messages").toString());
    }
  }

  ActiveMQServer server() {
    return broker.getActiveMQServer();
  }

  void stop() throws Exception {
    broker.stop();
  }
}

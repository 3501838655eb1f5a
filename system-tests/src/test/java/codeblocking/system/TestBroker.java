package codeblocking.system;

import codeblocking.system.kit.Await;
import codeblocking.system.kit.Command;
import codeblocking.system.kit.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.jspecify.annotations.Nullable;

/** An Artemis broker in a process of its own, so that it can be killed and come back. */
final class TestBroker implements AutoCloseable {

  private final int port = Server.freePort();
  private final Path directory;
  private @Nullable Process process;

  TestBroker() throws IOException {
    directory = Files.createTempDirectory("broker-");
  }

  String url() {
    return "tcp://127.0.0.1:" + port;
  }

  void start() {
    process =
        Command.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                TestBroker.class.getName(),
                Integer.toString(port),
                directory.toString())
            .start();
    Thread drain = new Thread(this::drain, "broker-output");
    drain.setDaemon(true);
    drain.start();
    Await.until("the broker listens", Duration.ofSeconds(30), this::listens);
  }

  void kill() {
    Process running = process;
    if (running != null) {
      running.destroyForcibly();
      Await.until("the broker is dead", Duration.ofSeconds(10), () -> !running.isAlive());
    }
  }

  @Override
  public void close() {
    kill();
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private void drain() {
    Process running = process;
    if (running == null) {
      return;
    }
    try {
      // Read, or a full pipe stops the broker.
      byte[] unused = running.getInputStream().readAllBytes();
    } catch (IOException e) {
      // It was killed.
    }
  }

  /** The child process. */
  public static void main(String[] arguments) throws Exception {
    Configuration configuration =
        new ConfigurationImpl()
            .setSecurityEnabled(false)
            .setPersistenceEnabled(true)
            .setJournalType(JournalType.NIO)
            .setJournalDirectory(arguments[1] + "/journal")
            .setBindingsDirectory(arguments[1] + "/bindings")
            .setPagingDirectory(arguments[1] + "/paging")
            .setLargeMessagesDirectory(arguments[1] + "/large")
            .addAcceptorConfiguration("tcp", "tcp://127.0.0.1:" + arguments[0]);
    EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
    EmbeddedActiveMQ unused = broker.setConfiguration(configuration).start();
    new CountDownLatch(1).await();
  }
}

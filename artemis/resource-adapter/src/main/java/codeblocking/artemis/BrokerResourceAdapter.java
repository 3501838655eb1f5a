package codeblocking.artemis;

import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.ResourceAdapterInternalException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.logging.Logger;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMConnectorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnectorFactory;
import org.apache.activemq.artemis.ra.ActiveMQResourceAdapter;
import org.jspecify.annotations.Nullable;

/** Artemis' resource adapter, with the broker itself inside unless another one is configured. */
public class BrokerResourceAdapter extends ActiveMQResourceAdapter {

  private static final System.Logger LOGGER =
      System.getLogger(BrokerResourceAdapter.class.getName());

  // Held here, since a logger that nobody holds forgets its level. It writes a line for every
  // operation.
  private static final Logger AUDIT = Logger.getLogger("org.apache.activemq.audit");

  private transient @Nullable EmbeddedBroker broker;

  @Override
  public void start(BootstrapContext context) throws ResourceAdapterInternalException {
    AUDIT.setLevel(java.util.logging.Level.OFF);
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    // Artemis finds its parts by the context class loader, which is the server's here.
    Thread.currentThread().setContextClassLoader(BrokerResourceAdapter.class.getClassLoader());
    try {
      connect(BrokerChoice.fromProcess());
    } catch (Exception e) {
      throw new ResourceAdapterInternalException("The broker cannot be used: " + e.getMessage(), e);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
    // A consumer that fetches ahead holds messages behind a slow one while others are idle.
    setConsumerWindowSize(0);
    setSetupAttempts(-1);
    super.start(context);
  }

  @Override
  public void stop() {
    super.stop();
    if (broker != null) {
      try {
        broker.stop();
      } catch (Exception e) {
        LOGGER.log(
            Level.WARNING,
            "The broker did not stop in order; its journal is replayed at the next start",
            e);
      }
      broker = null;
    }
  }

  private void connect(BrokerChoice choice) throws Exception {
    if (choice instanceof BrokerChoice.External external) {
      setConnectorClassName(NettyConnectorFactory.class.getName());
      setConnectionParameters("host=" + external.host() + ";port=" + external.port());
      if (external.user() != null) {
        setUserName(external.user());
        setPassword(external.password());
      }
      LOGGER.log(Level.INFO, "Broker: {0}", external);
      warnWhenSilent(external);
    } else if (choice instanceof BrokerChoice.Embedded embedded) {
      setConnectorClassName(InVMConnectorFactory.class.getName());
      setConnectionParameters("serverId=0");
      broker = EmbeddedBroker.start(embedded.directory());
      LOGGER.log(Level.INFO, "Broker: embedded, journal in {0}", embedded.directory());
    }
  }

  private static void warnWhenSilent(BrokerChoice.External external) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(external.host(), external.port()), 2000);
    } catch (IOException e) {
      LOGGER.log(
          Level.WARNING,
          BrokerChoice.URL
              + "="
              + external
              + ": no broker answers there; jobs wait until one does, which is tried all the time",
          e);
    }
  }
}

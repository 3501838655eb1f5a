package codeblocking.queue;

import codeblocking.job.Lane;
import codeblocking.job.Ring;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Queue;
import jakarta.jms.TextMessage;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Sends doorbells to Artemis from one thread of its own, so that a broker that is away or whose
 * disk is full keeps nobody else waiting. What it cannot send it drops: the outbox rings again.
 */
public final class Relay implements Doorbell, AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(Relay.class.getName());
  private static final int MOST_WAITING = 20_000;
  private static final int BATCH = 200;

  private final ConnectionFactory factory;
  private final BrokerQueues queues;
  private final BlockingQueue<Ring> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
  private volatile boolean reachable = true;
  private volatile boolean open = true;
  private @Nullable Thread thread;

  /** Of the sending thread, and kept: to open one takes longer than to send. */
  private @Nullable JMSContext context;

  /** Of the context: to name a queue asks the broker for it each time. */
  private final Map<Lane, Queue> destinations = new EnumMap<>(Lane.class);

  public Relay(ConnectionFactory factory, BrokerQueues queues) {
    this.factory = factory;
    this.queues = queues;
  }

  public void start() {
    Thread sender = new Thread(this::run, "doorbell-relay");
    sender.setDaemon(true);
    thread = sender;
    sender.start();
  }

  @Override
  public void ring(Ring ring) {
    boolean unused = waiting.offer(ring);
  }

  @Override
  public int listeners(Lane lane) {
    return queues.consumers(lane);
  }

  /** Whether the last message was taken by the broker. */
  public boolean reachable() {
    return reachable;
  }

  private void run() {
    List<Ring> batch = new ArrayList<>();
    while (open) {
      try {
        batch.add(waiting.take());
        waiting.drainTo(batch, BATCH);
        send(batch);
        recovered();
      } catch (InterruptedException e) {
        open = false;
      } catch (JMSException | RuntimeException e) {
        failed(batch.size(), e);
        hangUp();
      } finally {
        batch.clear();
      }
    }
    hangUp();
  }

  private void send(List<Ring> batch) throws JMSException {
    JMSContext to = context;
    if (to == null) {
      to = factory.createContext(JMSContext.AUTO_ACKNOWLEDGE);
      context = to;
    }
    for (Ring ring : batch) {
      JMSProducer producer = to.createProducer();
      // The row survives a crash and rings again; a disk sync would only delay the prompt.
      producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
      producer.setDeliveryDelay(ring.delay().toMillis());
      TextMessage message = to.createTextMessage(ring.job().toString());
      Queue queue = destinations.get(ring.lane());
      if (queue == null) {
        queue = to.createQueue(ring.lane().queue());
        destinations.put(ring.lane(), queue);
      }
      producer.send(queue, message);
    }
  }

  private void hangUp() {
    JMSContext last = context;
    context = null;
    destinations.clear();
    if (last != null) {
      try {
        last.close();
      } catch (RuntimeException e) {
        // Whatever it is, the next doorbell has a line of its own.
        LOGGER.log(Level.DEBUG, "a broken line to the broker did not close", e);
      }
    }
  }

  private void recovered() {
    if (!reachable) {
      reachable = true;
      LOGGER.log(Level.INFO, "The broker takes doorbells again");
    }
  }

  private void failed(int lost, Exception cause) {
    if (reachable) {
      reachable = false;
      LOGGER.log(
          Level.WARNING,
          "The broker did not take {0} doorbells: {1}. The jobs are safe in the ledger and are rung"
              + " again until it does",
          lost,
          String.valueOf(cause.getMessage()));
    }
  }

  @Override
  public void close() {
    open = false;
    Thread sender = thread;
    if (sender != null) {
      sender.interrupt();
    }
  }
}

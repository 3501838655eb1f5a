package codeblocking.queue;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.job.JobId;
import codeblocking.job.Lane;
import codeblocking.job.Ring;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Queue;
import jakarta.jms.TextMessage;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Doorbells over a connection that may break; the broker itself is a matter of others' tests. */
class RelayTest {
  private final BlockingQueue<String> sent = new LinkedBlockingQueue<>();
  private final AtomicInteger opened = new AtomicInteger();
  private volatile boolean broken;

  private final Relay relay =
      new Relay(
          of(ConnectionFactory.class, (self, method, arguments) -> context()),
          BrokerQueues.EXTERNAL);

  private static <T> T of(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(RelayTest.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private JMSContext context() {
    opened.incrementAndGet();
    return of(
        JMSContext.class,
        (self, method, arguments) ->
            switch (method.getName()) {
              case "createProducer" -> of(JMSProducer.class, this::produce);
              case "createTextMessage" ->
                  of(TextMessage.class, (message, getter, none) -> arguments[0]);
              case "createQueue" -> of(Queue.class, (queue, getter, none) -> arguments[0]);
              case "close" -> {
                if (broken) {
                  throw new IllegalStateException("the resource adapter's own");
                }
                yield null;
              }
              default -> throw new UnsupportedOperationException(method.getName());
            });
  }

  private Object produce(Object self, java.lang.reflect.Method method, Object[] arguments)
      throws Exception {
    if (method.getName().equals("send")) {
      if (broken) {
        sent.add("broken");
        throw new JMSRuntimeException("the broker is gone");
      }
      sent.add(
          ((Queue) arguments[0]).getQueueName() + " " + ((TextMessage) arguments[1]).getText());
    }
    return self;
  }

  @AfterEach
  void close() {
    relay.close();
  }

  private String rung(JobId job) throws InterruptedException {
    relay.ring(new Ring(job, Lane.PREWARM, Duration.ZERO));
    return String.valueOf(sent.poll(10, SECONDS));
  }

  @Test
  void one_line_to_the_broker_serves_all_doorbells() throws Exception {
    relay.start();
    JobId one = JobId.random();
    JobId two = JobId.random();

    assertThat(rung(one)).isEqualTo(Lane.PREWARM.queue() + " " + one);
    assertThat(rung(two)).isEqualTo(Lane.PREWARM.queue() + " " + two);
    assertThat(opened).hasValue(1);
  }

  /** However the broken one takes it to be closed. */
  @Test
  void a_line_that_breaks_is_replaced() throws Exception {
    relay.start();
    JobId job = JobId.random();
    broken = true;
    assertThat(rung(job)).isEqualTo("broken");
    assertThat(rung(job)).isEqualTo("broken");
    broken = false;

    assertThat(rung(job)).isEqualTo(Lane.PREWARM.queue() + " " + job);
    assertThat(opened.get()).isGreaterThan(1);
  }
}

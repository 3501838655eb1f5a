package codeblocking.queue;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.job.Lane;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.junit.jupiter.api.Test;

/** How many workers stand at a queue, as far as it can be known. */
class BrokerQueuesTest {
  private final MBeanServer beans = MBeanServerFactory.newMBeanServer();

  /** As Artemis has it. */
  public interface Queue {
    int getConsumerCount();
  }

  private void broker(Lane lane, int consumers) throws Exception {
    String queue = lane.queue();
    beans.registerMBean(
        new StandardMBean((Queue) () -> consumers, Queue.class),
        new ObjectName(
            ("org.apache.activemq.artemis:broker=\"codeblocking\",component=addresses,"
                    + "address=\"%s\",subcomponent=queues,routing-type=\"anycast\",queue=\"%s\"")
                .formatted(queue, queue)));
  }

  @Test
  void the_embedded_brokers_consumers_are_counted() throws Exception {
    broker(Lane.PERSIST, 8);
    broker(Lane.STOP, 0);
    BrokerQueues queues = BrokerQueues.embedded(beans);
    assertThat(queues.consumers(Lane.PERSIST)).isEqualTo(8);
    assertThat(queues.consumers(Lane.STOP)).isZero();
  }

  @Test
  void where_the_embedded_broker_has_no_such_queue_nobody_listens() {
    assertThat(BrokerQueues.embedded(beans).consumers(Lane.PREWARM)).isZero();
  }

  @Test
  void an_external_brokers_consumers_are_not_known() throws Exception {
    broker(Lane.PERSIST, 8);
    assertThat(BrokerQueues.EXTERNAL.consumers(Lane.PERSIST)).isEqualTo(BrokerQueues.UNKNOWN);
  }
}

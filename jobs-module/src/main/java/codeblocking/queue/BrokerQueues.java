package codeblocking.queue;

import codeblocking.job.Lane;
import java.lang.System.Logger.Level;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** How many workers stand at the broker's queues. */
public interface BrokerQueues {
  int UNKNOWN = -1;

  /** An external broker tells those only who may manage it. */
  BrokerQueues EXTERNAL = lane -> UNKNOWN;

  /** Workers attached to the lane's queue; {@link #UNKNOWN} where nobody can tell. */
  int consumers(Lane lane);

  /** Those of the broker inside this process. */
  static BrokerQueues embedded(MBeanServer beans) {
    return lane -> {
      String queue = ObjectName.quote(lane.queue());
      try {
        return (Integer)
            beans.getAttribute(
                ObjectName.getInstance(
                    "org.apache.activemq.artemis:broker=\"codeblocking\",component=addresses,"
                        + "address=%s,subcomponent=queues,routing-type=\"anycast\",queue=%s"
                            .formatted(queue, queue)),
                "ConsumerCount");
      } catch (InstanceNotFoundException e) {
        // The broker is not up: nobody can stand at its queue.
        return 0;
      } catch (JMException | RuntimeException e) {
        System.getLogger(BrokerQueues.class.getName())
            .log(Level.DEBUG, "the consumers of " + queue + " cannot be counted", e);
        return UNKNOWN;
      }
    };
  }
}

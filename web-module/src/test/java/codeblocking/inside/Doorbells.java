package codeblocking.inside;

import codeblocking.job.Job;
import codeblocking.job.JobId;
import codeblocking.job.Jobs;
import codeblocking.job.Lane;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.management.JMException;
import javax.management.ObjectName;

/** Rings as anybody could who reaches the broker, and waits for what comes of it. */
@Dependent
class Doorbells {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Inject ConnectionFactory factory;
  @Inject Jobs jobs;

  void ring(Lane lane, String text, int times) {
    try (JMSContext context = factory.createContext(JMSContext.AUTO_ACKNOWLEDGE)) {
      for (int i = 0; i < times; i++) {
        context.createProducer().send(context.createQueue(lane.queue()), text);
      }
    }
  }

  void sendBytes(Lane lane) {
    try (JMSContext context = factory.createContext(JMSContext.AUTO_ACKNOWLEDGE)) {
      context.createProducer().send(context.createQueue(lane.queue()), new byte[] {0, 1, 2});
    }
  }

  /** Messages in a queue, those at a bean included. */
  static long waiting(String queue) {
    try {
      ObjectName name =
          new ObjectName(
              ("org.apache.activemq.artemis:broker=\"codeblocking\",component=addresses,"
                      + "address=\"%s\",subcomponent=queues,routing-type=\"anycast\",queue=\"%s\"")
                  .formatted(queue, queue));
      return (Long) ManagementFactory.getPlatformMBeanServer().getAttribute(name, "MessageCount");
    } catch (JMException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Until no message is on its way to a bean or at one. */
  static void awaitAnswered(Lane lane) {
    await("every message of " + lane + " is answered", () -> waiting(lane.queue()) == 0);
  }

  Job awaitEnd(JobId id) {
    await("the end of " + id, () -> jobs.find(id).orElseThrow().state().terminal());
    return jobs.find(id).orElseThrow();
  }

  private static void await(String what, BooleanSupplier reached) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!reached.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("Not within " + PATIENCE + ": " + what);
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }
}

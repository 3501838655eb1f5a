package codeblocking.queue;

import codeblocking.job.JobId;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.lang.System.Logger.Level;
import java.util.Optional;

/** From a message to a job: anything but a text that is a job's id has no effect. */
@Singleton
public class Answering {
  private static final System.Logger LOGGER = System.getLogger(Answering.class.getName());

  private final JobRunner runner;

  @Inject
  public Answering(JobRunner runner) {
    this.runner = runner;
  }

  void answer(Message message) {
    jobId(message).ifPresent(runner::answer);
  }

  private static Optional<JobId> jobId(Message message) {
    try {
      Optional<JobId> id =
          message instanceof TextMessage text && text.getText() != null
              ? JobId.parse(text.getText())
              : Optional.empty();
      if (id.isEmpty()) {
        LOGGER.log(
            Level.WARNING, "Dropped a message that is no doorbell: {0}", message.getJMSMessageID());
      }
      return id;
    } catch (JMSException e) {
      throw new IllegalStateException("a doorbell could not be read; it comes again", e);
    }
  }
}

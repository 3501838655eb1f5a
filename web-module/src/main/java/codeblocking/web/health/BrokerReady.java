package codeblocking.web.health;

import codeblocking.job.Jobs;
import codeblocking.job.QueueStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready once workers listen on every lane. A broker whose state is unknown does not count: jobs are
 * accepted and kept without it.
 */
@Readiness
@ApplicationScoped
public class BrokerReady implements HealthCheck {
  @Inject private Jobs jobs;

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder answer = HealthCheckResponse.named("broker");
    try {
      List<QueueStatus> queues = jobs.queues();
      queues.forEach(
          queue -> answer.withData(queue.lane().label() + ".consumers", queue.consumers()));
      return answer.status(queues.stream().allMatch(queue -> queue.consumers() != 0)).build();
    } catch (RuntimeException e) {
      return answer.down().withData("problem", "the queues cannot be asked").build();
    }
  }
}

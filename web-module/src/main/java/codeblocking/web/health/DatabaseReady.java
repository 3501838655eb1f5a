package codeblocking.web.health;

import codeblocking.event.Events;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Without the ledger nothing can be accepted. */
@Readiness
@ApplicationScoped
public class DatabaseReady implements HealthCheck {
  @Inject private Events events;

  @Override
  public HealthCheckResponse call() {
    try {
      return HealthCheckResponse.named("database").up().withData("events", events.last()).build();
    } catch (RuntimeException e) {
      return HealthCheckResponse.named("database")
          .down()
          .withData("problem", "the database does not answer")
          .build();
    }
  }
}

package codeblocking.web.health;

import codeblocking.container.Containers;
import codeblocking.container.EngineUnavailable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Without its engine this node can open no terminal. */
@Readiness
@ApplicationScoped
public class EngineReady implements HealthCheck {
  @Inject private Containers containers;

  @Override
  public HealthCheckResponse call() {
    try {
      return HealthCheckResponse.named("engine").up().withData("engine", containers.ping()).build();
    } catch (EngineUnavailable e) {
      return HealthCheckResponse.named("engine")
          .down()
          .withData("problem", String.valueOf(e.getMessage()))
          .build();
    }
  }
}

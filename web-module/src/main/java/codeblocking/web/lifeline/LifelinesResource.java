package codeblocking.web.lifeline;

import codeblocking.identity.Caller;
import codeblocking.lifeline.Lifelines;
import codeblocking.web.body.Input;
import codeblocking.web.signin.CurrentCaller;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What went on with each project: the caller's own, or everybody's for an operator. */
@Dependent
@Path("/lifelines")
@Produces(MediaType.APPLICATION_JSON)
public class LifelinesResource {
  private static final int MOST_MINUTES = 360;

  private final CurrentCaller current;
  private final Lifelines lifelines;
  private final Clock clock;

  @Inject
  public LifelinesResource(CurrentCaller current, Lifelines lifelines, Clock clock) {
    this.current = current;
    this.lifelines = lifelines;
    this.clock = clock;
  }

  /**
   * {@code {from, to, lifelines, truncated}}.
   *
   * @param truncated there was more than one answer holds
   */
  public record Window(Instant from, Instant to, List<LifelineJson> lifelines, boolean truncated) {}

  @GET
  public Window list(@DefaultValue("15") @QueryParam("minutes") String minutes) {
    Caller caller = current.get();
    Instant now = clock.instant();
    Instant from = now.minus(Duration.ofMinutes(Input.number("minutes", minutes, 1, MOST_MINUTES)));
    Lifelines.Window window = lifelines.since(from, caller.isOperator() ? null : caller.user());
    return new Window(
        from, now, window.lifelines().stream().map(LifelineJson::of).toList(), window.isCut());
  }
}

package codeblocking.web.trend;

import codeblocking.identity.Caller;
import codeblocking.project.UserId;
import codeblocking.trend.Ended;
import codeblocking.trend.TrendRule;
import codeblocking.trend.Trends;
import codeblocking.web.signin.CurrentCaller;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The last hour: of the caller, or of everybody for an operator. */
@Dependent
@Path("/trends")
@Produces(MediaType.APPLICATION_JSON)
public class TrendsResource {
  private static final Duration BACK = Duration.ofHours(1);
  private static final int MOST = 20_000;

  private final CurrentCaller current;
  private final Trends trends;
  private final Clock clock;

  @Inject
  public TrendsResource(CurrentCaller current, Trends trends, Clock clock) {
    this.current = current;
    this.trends = trends;
    this.clock = clock;
  }

  /**
   * {@code {from, to, minutes, prompt, unpushed, truncated}}.
   *
   * @param prompt from the click to the prompt, over all of it; null: nobody got one
   * @param truncated more jobs ended than one answer counts; the latest are counted
   */
  public record LastHour(
      Instant from,
      Instant to,
      List<TrendRule.Minute> minutes,
      TrendRule.@Nullable Percentiles prompt,
      Trends.Unpushed unpushed,
      boolean truncated) {}

  @GET
  public LastHour lastHour() {
    Caller caller = current.get();
    UserId scope = caller.isOperator() ? null : caller.user();
    Instant now = clock.instant();
    Instant from = now.minus(BACK);
    List<Ended> ended = trends.ended(from, scope, MOST);
    return new LastHour(
        from,
        now,
        TrendRule.minutes(ended, from, now),
        TrendRule.prompt(ended),
        trends.unpushed(scope),
        ended.size() == MOST);
  }
}

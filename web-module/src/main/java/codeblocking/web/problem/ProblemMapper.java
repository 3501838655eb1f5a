package codeblocking.web.problem;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.time.Duration;
import java.util.UUID;

/** Every exception that leaves a resource becomes a problem here. */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {
  private static final System.Logger LOGGER = System.getLogger(ProblemMapper.class.getName());

  @Override
  public Response toResponse(Throwable failure) {
    if (failure instanceof WebApplicationException web
        && web.getResponse().getStatusInfo().getFamily() == Response.Status.Family.REDIRECTION) {
      return web.getResponse();
    }
    Problem problem = Problems.of(failure).orElseGet(() -> unexpected(failure));
    Response.ResponseBuilder response =
        Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem.body());
    Duration retryAfter = problem.retryAfter();
    if (retryAfter != null) {
      response.header(HttpHeaders.RETRY_AFTER, retryAfter.toSeconds());
    }
    if (failure instanceof WebApplicationException web) {
      String allow = web.getResponse().getHeaderString(HttpHeaders.ALLOW);
      response.header(HttpHeaders.ALLOW, allow);
    }
    return response.build();
  }

  private static Problem unexpected(Throwable failure) {
    UUID id = UUID.randomUUID();
    LOGGER.log(
        System.Logger.Level.ERROR, "Request failed, told the caller as failure " + id, failure);
    return new Problem(500, "the server failed; its log has the reason under " + id);
  }
}

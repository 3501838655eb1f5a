package codeblocking.web.signin;

import codeblocking.identity.Caller;
import codeblocking.web.problem.Problems;
import codeblocking.web.problem.Refusal;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;

/** Who the present request is from. */
@Dependent
public class CurrentCaller {
  static final String ATTRIBUTE = "codeblocking.caller";

  private final HttpServletRequest request;

  @Inject
  public CurrentCaller(HttpServletRequest request) {
    this.request = request;
  }

  /** Refuses where the filter did not let anybody in: a second lock on the same door. */
  public Caller get() {
    return of(request);
  }

  public static Caller of(HttpServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof Caller caller) {
      return caller;
    }
    throw new Refusal(Problems.ofStatus(401));
  }
}

package codeblocking.web.problem;

/** Ends a call with a problem that was decided on. */
public final class Refusal extends RuntimeException {
  private final Problem problem;

  public Refusal(Problem problem) {
    super(problem.detail());
    this.problem = problem;
  }

  public Refusal(Problem problem, Throwable cause) {
    super(problem.detail(), cause);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }

  /** Also where it exists but is somebody else's: whether it does is not theirs to know. */
  public static Refusal missing(String what) {
    return new Refusal(new Problem(404, "there is no such " + what + ", or it is not yours"));
  }

  public static Refusal operatorsOnly() {
    return new Refusal(new Problem(403, "this is for operators; your token lacks that role"));
  }
}

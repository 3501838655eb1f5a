package codeblocking.web.github;

import codeblocking.github.GitHubRefusal;
import codeblocking.web.problem.Problem;
import codeblocking.web.problem.Refusal;
import java.time.Duration;

/** What GitHub's refusals mean to a caller of ours. */
public final class GitHubProblems {
  private static final Duration SOON = Duration.ofSeconds(30);

  private GitHubProblems() {}

  /** Never 401: it would tell our own pages that their user is signed out here. */
  public static Refusal of(GitHubRefusal refusal) {
    String words = String.valueOf(refusal.getMessage());
    Problem problem =
        switch (refusal.kind()) {
          case AWAY -> new Problem(503, words, SOON);
          case LIMIT -> new Problem(429, words, refusal.after().orElse(SOON));
          case USER, MISSING -> new Problem(409, words);
        };
    return new Refusal(problem, refusal);
  }
}

package codeblocking.web.body;

import codeblocking.job.JobId;
import codeblocking.project.InvalidInput;
import codeblocking.project.ProjectId;
import org.jspecify.annotations.Nullable;

/** What comes in paths and queries. */
public final class Input {
  private static final int MOST = 200;
  private static final int STANDARD = 50;

  private Input() {}

  public static ProjectId projectId(String text) {
    return ProjectId.parse(text)
        .orElseThrow(() -> new InvalidInput("project id", "must be a UUID of 36 characters"));
  }

  public static JobId jobId(String text) {
    return JobId.parse(text)
        .orElseThrow(() -> new InvalidInput("job id", "must be a UUID of 36 characters"));
  }

  /** How many items one page holds. */
  public static int limit(@Nullable String text) {
    return text == null || text.isEmpty() ? STANDARD : number("limit", text, 1, MOST);
  }

  public static int number(String field, String text, int least, int most) {
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Falls through to the one message that covers both.
    }
    throw new InvalidInput(field, "must be a whole number from " + least + " to " + most);
  }
}

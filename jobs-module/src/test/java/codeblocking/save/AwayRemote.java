package codeblocking.save;

import codeblocking.job.RetryLater;
import codeblocking.remote.Remote;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A remote that cannot be reached. */
final class AwayRemote implements Remote {
  @Override
  public String name() {
    return "away";
  }

  @Override
  public Refs refs() throws RetryLater {
    throw new RetryLater("away", null);
  }

  @Override
  public Refs fetch(Path gitDir, Consumer<String> progress) throws RetryLater {
    throw new RetryLater("away", null);
  }

  @Override
  public void fetchBranch(Path gitDir, String branch) throws RetryLater {
    throw new RetryLater("away", null);
  }

  @Override
  public Push push(Path gitDir, String commit, String ref) throws RetryLater {
    throw new RetryLater("away", null);
  }
}

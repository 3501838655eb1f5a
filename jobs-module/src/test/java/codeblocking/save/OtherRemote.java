package codeblocking.save;

import codeblocking.job.NeedsPerson;
import codeblocking.job.RetryLater;
import codeblocking.remote.Remote;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A remote like another one, but for what a test overrides. */
public class OtherRemote implements Remote {
  protected final Remote real;

  public OtherRemote(Remote real) {
    this.real = real;
  }

  @Override
  public String name() {
    return real.name();
  }

  @Override
  public Refs refs() throws RetryLater, NeedsPerson {
    return real.refs();
  }

  @Override
  public Refs fetch(Path gitDir, Consumer<String> progress) throws RetryLater, NeedsPerson {
    return real.fetch(gitDir, progress);
  }

  @Override
  public void fetchBranch(Path gitDir, String branch) throws RetryLater, NeedsPerson {
    real.fetchBranch(gitDir, branch);
  }

  @Override
  public Push push(Path gitDir, String commit, String ref) throws RetryLater, NeedsPerson {
    return real.push(gitDir, commit, ref);
  }

  /** Takes nothing beside the branches. */
  static final class BranchesOnly extends OtherRemote {
    BranchesOnly(Remote real) {
      super(real);
    }

    @Override
    public Push push(Path gitDir, String commit, String ref) throws RetryLater, NeedsPerson {
      return ref.contains("codeblocking/")
          ? new Push.Elsewhere(false, "only branches here")
          : super.push(gitDir, commit, ref);
    }
  }

  /** The same remote, taking nothing beside the branches. */
  public static codeblocking.remote.Remotes branchesOnly(codeblocking.remote.Remotes real) {
    return project -> new BranchesOnly(real.of(project));
  }
}

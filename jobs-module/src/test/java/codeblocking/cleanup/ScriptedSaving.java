package codeblocking.cleanup;

import codeblocking.job.NeedsPerson;
import codeblocking.job.RetryLater;
import codeblocking.job.Work;
import codeblocking.project.Project;
import codeblocking.save.Safety;
import codeblocking.save.Saving;
import codeblocking.save.Skipped;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A workspace whose safety the test decides. */
final class ScriptedSaving implements Saving {
  final List<Cause> saves = new ArrayList<>();
  Safety safety = Safety.VERIFIED;
  Safety afterSave = Safety.VERIFIED;
  @Nullable NeedsPerson refusal;
  @Nullable RetryLater outage;
  List<Skipped> leftOut = List.of();
  Runnable whileComparing = () -> {};
  Runnable whileSaving = () -> {};

  @Override
  public void save(Project project, Cause cause, Work work) throws NeedsPerson, RetryLater {
    whileSaving.run();
    saves.add(cause);
    safety = afterSave;
    if (refusal != null) {
      throw refusal;
    }
    if (outage != null) {
      throw outage;
    }
  }

  @Override
  public List<Skipped> leftOut(Project project) {
    return leftOut;
  }

  @Override
  public Safety compare(Project project) {
    whileComparing.run();
    return safety;
  }
}

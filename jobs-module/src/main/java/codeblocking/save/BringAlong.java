package codeblocking.save;

import codeblocking.container.EngineUnavailable;
import codeblocking.project.Project;
import codeblocking.workspace.GitState;
import codeblocking.workspace.Inside;
import codeblocking.workspace.WorkspaceTrees;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;

/**
 * Lets the user's branch, index and {@code origin/<branch>} follow to what was pushed, so that they
 * do not part. Done inside, by the user's git; failing at it fails no save, the next one copes.
 */
public final class BringAlong {
  private static final System.Logger LOGGER = System.getLogger(BringAlong.class.getName());

  /** Each of the two steps; the project's git lease is held meanwhile. */
  public static final Duration MOST = Duration.ofMinutes(1);

  private static final String NO_COMMIT = "0".repeat(40);

  private final WorkspaceTrees trees;
  private final Inside inside;
  private final Duration most;

  /** {@code most}: how long each step may take, usually {@link #MOST}. */
  public BringAlong(WorkspaceTrees trees, Inside inside, Duration most) {
    this.trees = trees;
    this.inside = inside;
    this.most = most;
  }

  void follow(Project project, Save save, GitStore store) throws InterruptedException {
    if (save.refs().startsWith(SaveDigest.NOT_BROUGHT)) {
      // Whatever kept git inside from answering is still there.
      return;
    }
    try {
      pointOrigin(project, store);
      if (StoreRefs.isAside(project.id(), save.ref())) {
        return;
      }
      GitState state = trees.state(project.id());
      String branch = StoreRefs.branch(project.id(), save.ref());
      String user = state.heads().get(branch);
      if (!branch.equals(state.branch()) || state.inProgress() != null) {
        return;
      }
      if (trees.trap(project.id()).isPresent()) {
        return;
      }
      boolean there = save.commit().equals(user);
      if (there && save.commit().equals(state.origin())) {
        return;
      }
      if (user != null && !(store.has(user) && store.contains(save.commit(), user))) {
        return;
      }
      run(project, save, store, new Step(branch, user == null ? NO_COMMIT : user));
    } catch (IOException | EngineUnavailable e) {
      LOGGER.log(
          Level.WARNING,
          "The workspace of project "
              + project.id()
              + " could not follow to the save "
              + save.commit()
              + "; the work is saved, the next save tries again",
          e);
    }
  }

  /** Where the project was given another remote, the user's git learns of it. */
  private void pointOrigin(Project project, GitStore store)
      throws IOException, EngineUnavailable, InterruptedException {
    String url = project.remoteUrl();
    if (url == null || RemoteMark.told(project, store)) {
      return;
    }
    Inside.Result result =
        inside.script(project, BringAlong.class, "point-origin.sh", List.of(url), most);
    if (result.exit() == 0) {
      RemoteMark.tell(project, store);
    } else {
      LOGGER.log(
          Level.INFO,
          "The workspace of project {0} does not know its new remote yet (exit {1}: {2})",
          project.id(),
          result.exit(),
          codeblocking.remote.RemoteText.clean(result.output()));
    }
  }

  private record Step(String branch, String from) {}

  private void run(Project project, Save save, GitStore store, Step step)
      throws IOException, EngineUnavailable, InterruptedException {
    String name = "save-" + save.jobId() + ".pack";
    List<String> have = step.from().equals(NO_COMMIT) ? List.of() : List.of(step.from());
    String pack =
        inside.handOver(project, name, file -> store.pack(List.of(save.commit()), have, file));
    try {
      Inside.Result result =
          inside.script(
              project,
              BringAlong.class,
              "bring-along.sh",
              List.of(pack, step.branch(), step.from(), save.commit(), save.jobId().toString()),
              most);
      if (result.exit() != 0) {
        LOGGER.log(
            Level.INFO,
            "The workspace of project {0} did not follow to the save {1} (exit {2}: {3})",
            project.id(),
            save.commit(),
            result.exit(),
            codeblocking.remote.RemoteText.clean(result.output()));
      }
    } finally {
      inside.takeBack(project, name);
    }
  }
}

package codeblocking.importing;

import codeblocking.container.EngineUnavailable;
import codeblocking.job.NeedsPerson;
import codeblocking.job.RetryLater;
import codeblocking.project.Project;
import codeblocking.remote.RemoteText;
import codeblocking.save.GitStore;
import codeblocking.save.StoreRefs;
import codeblocking.workspace.Inside;
import codeblocking.workspace.WorkspaceTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Hands the remote's commits to the workspace, where the user's git takes them in. */
public final class Fill {
  private static final Duration MOST = Duration.ofMinutes(30);
  // Exit codes of the script.
  private static final int IN_THE_WAY = 20;

  private final Inside inside;
  private final WorkspaceTrees trees;

  public Fill(Inside inside, WorkspaceTrees trees) {
    this.inside = inside;
    this.trees = trees;
  }

  /** How the workspace is meant to end. */
  public enum Mode {
    /** Files and branch too, where there are none yet. */
    CHECK_OUT,
    /** {@code origin/*} and tags only. */
    REFS_ONLY
  }

  /**
   * Brings all of {@code origin/*} and the tags inside.
   *
   * @return what the user is to be told; empty: nothing
   */
  public String fill(Project project, GitStore store, String branch, Mode mode)
      throws IOException, RetryLater, NeedsPerson, InterruptedException {
    List<String> names = new ArrayList<>();
    try {
      String pack = "none";
      Map<String, String> origin = new java.util.TreeMap<>(store.refs(StoreRefs.ORIGIN));
      origin.keySet().removeIf(name -> name.startsWith("codeblocking/"));
      Map<String, String> tags = store.refs("refs/tags/");
      List<String> want = new ArrayList<>(origin.values());
      want.addAll(tags.values());
      List<String> have = have(project, store);
      want.removeAll(have);
      if (!want.isEmpty()) {
        names.add("fill.pack");
        pack = inside.handOver(project, "fill.pack", file -> store.pack(want, have, file));
      }
      names.add("fill.refs");
      String refs = inside.handOver(project, "fill.refs", file -> refs(file, origin, tags));
      Inside.Result result =
          inside.script(
              project,
              Fill.class,
              "fill.sh",
              List.of(pack, refs, branch, mode == Mode.CHECK_OUT ? "checkout" : "refs"),
              MOST);
      return judge(result);
    } catch (EngineUnavailable e) {
      throw new RetryLater("The workspace could not be filled: " + e.getMessage(), e);
    } finally {
      for (String name : names) {
        inside.takeBack(project, name);
      }
    }
  }

  /** Tips that are there now need not be handed over. */
  private List<String> have(Project project, GitStore store) throws IOException {
    List<String> have = new ArrayList<>();
    for (String id : trees.state(project.id()).heads().values()) {
      if (store.has(id)) {
        have.add(id);
      }
    }
    return have;
  }

  private static void refs(Path file, Map<String, String> origin, Map<String, String> tags)
      throws IOException {
    List<String> lines = new ArrayList<>();
    origin.forEach((name, id) -> lines.add(id + " refs/remotes/origin/" + name));
    tags.forEach((name, id) -> lines.add(id + " refs/tags/" + name));
    Files.write(file, lines);
  }

  private static String judge(Inside.Result result) throws RetryLater, NeedsPerson {
    String said = RemoteText.clean(result.output());
    if (result.exit() == 0) {
      return said;
    }
    if (result.exit() == IN_THE_WAY) {
      throw new NeedsPerson(
          "Files of the workspace are in the way of the repository's; nothing was overwritten."
              + " Move them, then retry the import: "
              + said,
          null);
    }
    throw new RetryLater(
        "The workspace could not be filled (exit " + result.exit() + "): " + said, null);
  }
}

package codeblocking.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;

import codeblocking.project.ProjectId;
import codeblocking.settings.DataDirectory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.PathFilter;
import org.jspecify.annotations.Nullable;

/** Compares a tree with a workspace as it is now. */
public final class TreeDiff {
  private static final int MOST_FILES = 1_000;
  private static final int LARGEST_FILE = 1 << 20;
  private static final int LONGEST_PATCH = 2 << 20;

  private final DataDirectory data;
  private final WorkspaceTrees trees;

  public TreeDiff(DataDirectory data, WorkspaceTrees trees) {
    this.data = data;
    this.trees = trees;
  }

  /** How a file of now differs from the one then. */
  public enum Kind {
    ADDED,
    MODIFIED,
    DELETED
  }

  /** A file that differs. */
  public record Differing(String path, Kind kind) {}

  /** Files that differ; {@code truncated}: there are more. */
  public record Listed(List<Differing> files, boolean truncated) {}

  public Listed files(ProjectId project, String tree) throws IOException, InterruptedException {
    String now = now(project, tree);
    List<Differing> files = new ArrayList<>();
    boolean[] truncated = new boolean[1];
    try (Repository repository = SafeGit.open(data.git(project.toString()));
        ObjectReader reader = repository.newObjectReader()) {
      new TreeChanges(reader)
          .between(
              tree,
              now,
              change -> {
                if (files.size() < MOST_FILES) {
                  files.add(new Differing(change.path(), kind(change)));
                } else {
                  truncated[0] = true;
                }
              });
    }
    return new Listed(List.copyOf(files), truncated[0]);
  }

  private static Kind kind(TreeChanges.Change change) {
    return change.isNew() ? Kind.ADDED : change.isGone() ? Kind.DELETED : Kind.MODIFIED;
  }

  /** Unified text, empty where nothing differs; no value: neither has such a path. */
  public Optional<String> patch(ProjectId project, String tree, String path)
      throws IOException, InterruptedException {
    String now = now(project, tree);
    if (!has(project, tree, path) && !has(project, now, path)) {
      return Optional.empty();
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Repository repository = SafeGit.open(data.git(project.toString()));
        DiffFormatter formatter = new DiffFormatter(new Bounded(out))) {
      formatter.setRepository(repository);
      formatter.setBinaryFileThreshold(LARGEST_FILE);
      formatter.setPathFilter(PathFilter.create(path));
      formatter.format(id(tree), id(now));
      formatter.flush();
    } catch (Bounded.Full e) {
      return Optional.of(out.toString(UTF_8) + "\n…\n");
    }
    return Optional.of(out.toString(UTF_8));
  }

  /** Whether a tree has a file or a directory of that path. */
  public boolean has(ProjectId project, String tree, String path) throws IOException {
    if (id(tree) == null) {
      return false;
    }
    try (Repository repository = SafeGit.open(data.git(project.toString()));
        ObjectReader reader = repository.newObjectReader();
        TreeWalk walk = TreeWalk.forPath(reader, path, ObjectId.fromString(tree))) {
      return walk != null;
    }
  }

  private String now(ProjectId project, String tree) throws IOException, InterruptedException {
    return trees.write(project, tree, trees.state(project).sparse()).tree();
  }

  private static @Nullable ObjectId id(String tree) {
    return tree.equals(Constants.EMPTY_TREE_ID.name()) ? null : ObjectId.fromString(tree);
  }

  private static final class Bounded extends java.io.FilterOutputStream {
    /** Longer than anybody reads. */
    static final class Full extends IOException {}

    private int left = LONGEST_PATCH;

    Bounded(ByteArrayOutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      take(1);
      out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      take(length);
      out.write(bytes, offset, length);
    }

    private void take(int length) throws IOException {
      left -= length;
      if (left < 0) {
        throw new Full();
      }
    }
  }
}

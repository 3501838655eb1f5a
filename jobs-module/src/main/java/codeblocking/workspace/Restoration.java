package codeblocking.workspace;

import codeblocking.project.ProjectId;
import codeblocking.save.Skipped;
import codeblocking.settings.DataDirectory;
import codeblocking.workspace.TreeChanges.Change;
import codeblocking.workspace.TreeRestore.Outcome;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/** A restore under way, a few files at a time. */
public final class Restoration implements Closeable {
  private static final int AT_ONCE = 100;

  record Hands(DataDirectory data, ProjectFolders folders, WorkspaceTrees trees, Owner owner) {}

  record Way(Snapshot now, String target, @Nullable String path) {}

  /** A file is not any more what was kept; what is not done yet is to be begun anew. */
  public static final class ChangedMeanwhile extends Exception {
    private final Outcome done;

    ChangedMeanwhile(String path, Outcome done) {
      super(path + " changed meanwhile");
      this.done = done;
    }

    public Outcome done() {
      return done;
    }
  }

  /** What is to be done to a path, and what was there when it was compared. */
  private record Step(Change change, @Nullable Entry seen) {}

  private final Repository repository;
  private final ObjectReader reader;
  private final OpenDirectory root;
  private final StagedBlobs staged;
  private final List<Step> steps = new ArrayList<>();
  private final List<Skipped> left = new ArrayList<>();
  private int at;
  private boolean same = true;

  private Restoration(Hands hands, ProjectId project, Way way) throws IOException {
    repository = SafeGit.open(hands.data.git(project.toString()));
    reader = repository.newObjectReader();
    root = hands.folders.open(project);
    staged =
        new StagedBlobs(
            StagedFiles.in(hands.data.staging(), hands.owner),
            reader,
            TreeAttributes.of(reader, way.target));
  }

  static Restoration begin(Hands hands, ProjectId project, Way way)
      throws IOException, InterruptedException {
    Restoration begun = new Restoration(hands, project, way);
    try {
      begun.find(way);
      begun.compare(hands.trees, project, way);
      return begun;
    } catch (IOException | InterruptedException | RuntimeException e) {
      begun.close();
      throw e;
    }
  }

  private void find(Way way) throws IOException {
    List<Change> gone = new ArrayList<>();
    List<Change> come = new ArrayList<>();
    Map<String, Change> found = new HashMap<>();
    new TreeChanges(reader)
        .at(way.path)
        .between(way.now.tree(), way.target, change -> found.put(change.path(), change));
    above(way, found);
    inTheWay(way, found);
    for (Change change : found.values()) {
      if (change.from() == FileMode.GITLINK || change.to() == FileMode.GITLINK) {
        left.add(new Skipped(Names.printable(change.path()), "a submodule is git's to update"));
      } else if (change.names().stream().anyMatch(name -> name.equalsIgnoreCase(".git"))) {
        left.add(new Skipped(Names.printable(change.path()), "no place for a file"));
      } else {
        (change.isGone() ? gone : come).add(change);
      }
    }
    // First what goes: a file may have to make room for a directory of its name.
    for (Change change : gone) {
      steps.add(new Step(change, seen(change)));
    }
    for (Change change : come) {
      steps.add(new Step(change, seen(change)));
    }
  }

  /** Where a file or a link is in the place of a directory that the path leads through, it goes. */
  private void above(Way way, Map<String, Change> found) throws IOException {
    String path = way.path == null ? "" : way.path;
    for (int end = path.indexOf('/'); end > 0; end = path.indexOf('/', end + 1)) {
      String prefix = path.substring(0, end);
      new TreeChanges(reader)
          .at(prefix)
          .between(
              way.now.tree(),
              way.target,
              change -> {
                if (change.path().equals(prefix) && change.isGone()) {
                  found.put(prefix, change);
                }
              });
    }
  }

  /**
   * What could not be kept seems unchanged to the trees. A FIFO, socket or device holds nothing and
   * makes room; anything else stays, and is named.
   */
  private void inTheWay(Way way, Map<String, Change> found) throws IOException {
    Map<String, String> skipped = new HashMap<>();
    way.now.skipped().forEach(each -> skipped.put(each.path(), each.reason()));
    if (skipped.isEmpty()) {
      return;
    }
    List<Change> all = new ArrayList<>();
    new TreeChanges(reader).at(way.path).between(null, way.target, all::add);
    for (Change change : all) {
      String blocked = blocked(change, skipped);
      if (blocked == null || found.containsKey(change.path())) {
        continue;
      }
      List<String> names = change.names().subList(0, blocked.split("/").length);
      if (entry(names).filter(entry -> entry.kind() == Entry.Kind.SPECIAL).isPresent()) {
        found.put(change.path(), change);
      } else {
        left.add(new Skipped(Names.printable(change.path()), String.valueOf(skipped.get(blocked))));
      }
    }
  }

  private static @Nullable String blocked(Change change, Map<String, String> skipped) {
    String path = Names.printable(change.path());
    for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
      if (skipped.containsKey(path.substring(0, end))) {
        return path.substring(0, end);
      }
    }
    return null;
  }

  /** What is there now must be what was kept: by every byte, before anything is touched. */
  private void compare(WorkspaceTrees trees, ProjectId project, Way way)
      throws IOException, InterruptedException {
    DirtyPaths paths = new DirtyPaths();
    steps.forEach(step -> paths.add(step.change.names()));
    same = steps.isEmpty() || trees.stillIs(project, way.now, way.target, paths);
  }

  private @Nullable Entry seen(Change change) throws IOException {
    return entry(change.names()).orElse(null);
  }

  private Optional<Entry> entry(List<String> names) throws IOException {
    if (names.size() == 1) {
      return root.stat(names.get(0));
    }
    Optional<OpenDirectory> parent = root.descend(names.subList(0, names.size() - 1));
    if (parent.isEmpty()) {
      return Optional.empty();
    }
    try (OpenDirectory opened = parent.get()) {
      return opened.stat(names.get(names.size() - 1));
    }
  }

  public boolean more() {
    return at < steps.size();
  }

  /** The next few. */
  public Outcome next() throws IOException, ChangedMeanwhile {
    Outcome so = Outcome.NONE;
    if (!same) {
      throw new ChangedMeanwhile("A file", so);
    }
    for (int i = 0; i < AT_ONCE && more(); i++) {
      Step step = steps.get(at++);
      String shown = Names.printable(step.change.path());
      Optional<Outcome> did = did(step);
      if (did.isEmpty()) {
        throw new ChangedMeanwhile(shown, so);
      }
      so = so.plus(did.get());
    }
    return so;
  }

  private Optional<Outcome> did(Step step) throws IOException {
    try (PlacedFile file = new PlacedFile(root, staged, step.change.names())) {
      return file.apply(step.change, step.seen);
    } catch (OpenDirectory.ChangedWhileRead | NotDirectoryException | NoSuchFileException e) {
      // A directory on the way was moved or replaced in this instant.
      return Optional.empty();
    }
  }

  /** What stayed as it is, known from the start. */
  public Outcome left() {
    return new Outcome(0, 0, List.copyOf(left));
  }

  @Override
  public void close() throws IOException {
    try (root) {
      staged.close();
    } finally {
      reader.close();
      repository.close();
    }
  }
}

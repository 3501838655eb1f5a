package codeblocking.workspace;

import codeblocking.place.Places;
import codeblocking.project.ProjectId;
import codeblocking.save.Skipped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Brings files of a tree back into a workspace, from the host, whoever works in it meanwhile. */
public final class TreeRestore {
  private final Places places;
  private final WorkspaceTrees trees;
  private final Owner owner;

  public TreeRestore(Places places, WorkspaceTrees trees, Owner owner) {
    this.places = places;
    this.trees = trees;
    this.owner = owner;
  }

  /**
   * What came of it.
   *
   * @param left what was in the way and stayed, or could not be put in place
   */
  public record Outcome(int written, int removed, List<Skipped> left) {
    public static final Outcome NONE = new Outcome(0, 0, List.of());
    private static final int MOST_NAMED = 10;

    public Outcome plus(Outcome more) {
      List<Skipped> all = new ArrayList<>(left);
      all.addAll(more.left);
      return new Outcome(written + more.written, removed + more.removed, List.copyOf(all));
    }

    public boolean touched() {
      return written + removed > 0;
    }

    public String words() {
      String did =
          touched()
              ? "%d files restored, %d removed".formatted(written, removed)
              : "Everything is as it was then";
      if (left.isEmpty()) {
        return did;
      }
      List<String> named =
          left.stream().limit(MOST_NAMED).map(each -> each.path() + ": " + each.reason()).toList();
      return did
          + "; %d left as they are: ".formatted(left.size())
          + String.join("; ", named)
          + (left.size() > MOST_NAMED ? "; …" : "");
    }
  }

  /**
   * Finds what differs, and looks at it once more: {@code now} must still be what is there.
   *
   * @param now taken with {@code target} as its base, and kept
   * @param path null: everything
   */
  public Restoration begin(ProjectId project, Snapshot now, String target, @Nullable String path)
      throws IOException, InterruptedException {
    return Restoration.begin(
        new Restoration.Hands(places.data(), new ProjectFolders(places), trees, owner),
        project,
        new Restoration.Way(now, target, path));
  }
}

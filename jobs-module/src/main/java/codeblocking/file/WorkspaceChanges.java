package codeblocking.file;

import codeblocking.project.ProjectId;
import codeblocking.settings.DataDirectory;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A quick look for what was written since a time; for a badge, never for a decision to stop. */
public final class WorkspaceChanges {
  private static final int MOST_LOOKED_AT = 20_000;
  private static final int DEEPEST = 100;

  private final DataDirectory data;

  public WorkspaceChanges(DataDirectory data) {
    this.data = data;
  }

  /** In doubt true: saying "unsaved" too often is the harmless error. */
  public boolean since(ProjectId project, Instant time) {
    try (Folder folder = Folder.open(data.project(project.toString()), List.of())) {
      return new Look(time).changed(folder, DEEPEST);
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private static final class Look {
    private final Instant time;
    private int left = MOST_LOOKED_AT;

    Look(Instant time) {
      this.time = time;
    }

    boolean changed(Folder folder, int depth) throws IOException {
      for (String name : folder.names(left + 1)) {
        if (left-- <= 0 || depth == 0) {
          return true;
        }
        // Git rewrites its own files even when it is only asked for the status.
        Optional<BasicFileAttributes> found =
            name.equals(".git") ? Optional.empty() : folder.present(name);
        if (found.isPresent() && changed(folder, name, found.get(), depth)) {
          return true;
        }
      }
      return false;
    }

    private boolean changed(Folder folder, String name, BasicFileAttributes found, int depth)
        throws IOException {
      if (found.lastModifiedTime().toInstant().isAfter(time)) {
        return true;
      }
      if (!found.isDirectory()) {
        return false;
      }
      try (Folder inner = folder.enter(name)) {
        return changed(inner, depth - 1);
      } catch (NoSuchFileException e) {
        return true;
      }
    }
  }
}

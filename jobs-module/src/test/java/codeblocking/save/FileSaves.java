package codeblocking.save;

import codeblocking.job.JobId;
import codeblocking.page.Page;
import codeblocking.project.ProjectId;
import codeblocking.workspace.Durable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A ledger of saves that outlives its process: one file, written anew with each save. */
final class FileSaves implements Saves {
  private final Path file;
  private final MemorySaves rows = new MemorySaves();
  private final List<String> lines = new ArrayList<>();

  FileSaves(Path file) throws IOException {
    this.file = file;
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        lines.add(line);
        rows.put(parse(line));
      }
    }
  }

  @Override
  public void put(Save save) {
    rows.put(save);
    lines.add(format(save));
    try {
      Path making = file.resolveSibling(file.getFileName() + ".new");
      Files.write(making, lines);
      Durable.file(making);
      Files.move(making, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("the ledger cannot be written: " + e.getMessage(), e);
    }
  }

  private static String format(Save save) {
    return String.join(
        " ",
        save.id().toString(),
        save.projectId().toString(),
        save.jobId().toString(),
        save.commit(),
        save.tree(),
        save.refs(),
        save.ref(),
        save.at().toString(),
        save.trigger().name(),
        save.state().name());
  }

  private static Save parse(String line) {
    String[] words = line.split(" ");
    return new Save(
        UUID.fromString(words[0]),
        ProjectId.of(words[1]),
        JobId.of(words[2]),
        words[3],
        words[4],
        words[5],
        words[6],
        Instant.parse(words[7]),
        SaveTrigger.valueOf(words[8]),
        SaveState.valueOf(words[9]),
        null,
        0,
        List.of());
  }

  @Override
  public Optional<Save> ofJob(JobId job) {
    return rows.ofJob(job);
  }

  @Override
  public Optional<Save> newest(ProjectId project) {
    return rows.newest(project);
  }

  @Override
  public Optional<Save> newestVerified(ProjectId project) {
    return rows.newestVerified(project);
  }

  @Override
  public Set<String> ours(ProjectId project, Collection<String> commits) {
    return rows.ours(project, commits);
  }

  @Override
  public Optional<Save> find(ProjectId project, UUID id) {
    return rows.find(project, id);
  }

  @Override
  public Page<Save> list(ProjectId project, boolean snapshots, @Nullable String cursor, int limit) {
    return rows.list(project, snapshots, cursor, limit);
  }
}

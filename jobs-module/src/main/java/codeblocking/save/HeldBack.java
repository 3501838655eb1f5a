package codeblocking.save;

import static java.nio.charset.StandardCharsets.UTF_8;

import codeblocking.job.JobId;
import codeblocking.workspace.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Files that the remote refused, remembered by their content: sent again with each save they would
 * only be refused again. A save that somebody asks for tries them anew.
 */
final class HeldBack {
  private static final String FILE = "codeblocking-held-back";
  private static final int MOST = 200;

  private HeldBack() {}

  /**
   * A file that was refused.
   *
   * @param blob its content, 40 hex digits: another content is another file
   * @param reason in words
   * @param job whose save it was refused to
   */
  record Entry(String path, String blob, String reason, JobId job) {
    Skipped skipped() {
      return new Skipped(path.replaceAll("\\p{Cntrl}", "?"), reason);
    }
  }

  /** What a save leaves out from the beginning; of one that was asked for, what it learned. */
  static List<Entry> of(GitStore store, JobId job, SaveTrigger trigger) throws IOException {
    List<Entry> entries = read(store.directory());
    if (trigger == SaveTrigger.MANUAL) {
      entries.removeIf(entry -> !entry.job().equals(job));
    }
    return entries;
  }

  static List<Entry> all(GitStore store) throws IOException {
    return read(store.directory());
  }

  private static List<Entry> read(Path gitDir) throws IOException {
    Path file = gitDir.resolve(FILE);
    List<Entry> entries = new ArrayList<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file, UTF_8)) {
        String[] parts = line.split("\t", 4);
        Optional<JobId> job = JobId.parse(parts[0]);
        if (parts.length == 4 && job.isPresent()) {
          entries.add(new Entry(unquoted(parts[3]), parts[1], unquoted(parts[2]), job.get()));
        }
      }
    }
    return entries;
  }

  /** The newest word on each path counts. */
  static void remember(Path gitDir, Collection<Entry> more) throws IOException {
    Map<String, Entry> all = new LinkedHashMap<>();
    read(gitDir).forEach(entry -> all.put(entry.path(), entry));
    for (Entry entry : more) {
      all.remove(entry.path());
      all.put(entry.path(), entry);
    }
    List<String> lines =
        all.values().stream()
            .skip(Math.max(0, all.size() - MOST))
            .map(
                e ->
                    String.join(
                        "\t", e.job().toString(), e.blob(), quoted(e.reason()), quoted(e.path())))
            .toList();
    Path making = gitDir.resolve(FILE + ".new");
    Files.write(making, lines, UTF_8);
    Durable.file(making);
    Files.move(
        making,
        gitDir.resolve(FILE),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    Durable.directory(gitDir);
  }

  static void forget(Path gitDir) throws IOException {
    Files.deleteIfExists(gitDir.resolve(FILE));
  }

  private static String quoted(String text) {
    return java.net.URLEncoder.encode(text, UTF_8);
  }

  private static String unquoted(String text) {
    return java.net.URLDecoder.decode(text, UTF_8);
  }
}

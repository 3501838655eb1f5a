package codeblocking.remote;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files that a refusal names, as GitHub and GitLab word it. What a remote says is only a hint:
 * whoever uses it looks for each in the save, and takes nothing else out.
 *
 * @param paths as the remote wrote them
 * @param blobs 40 hex digits each
 */
public record RejectedFiles(Set<String> paths, Set<String> blobs) {
  public static final RejectedFiles NONE = new RejectedFiles(Set.of(), Set.of());

  private static final int MOST = 100;
  private static final int MOST_LINES = 10_000;
  private static final int LONGEST_LINE = 5_000;

  // File data/big.bin is 120.00 MB; this exceeds GitHub's file size limit of 100.00 MB
  private static final Pattern TOO_LARGE =
      Pattern.compile("\\bFile \"?(.+?)\"? is (?:[0-9][0-9.,]* ?[KMGT]i?B;|larger than )");
  //     path: config/keys.txt:3
  private static final Pattern SECRET = Pattern.compile("^\\s*path:\\s*(.+?)(?::\\d+)?\\s*$");
  // -- config/keys.txt:3 | GitLab personal access token
  private static final Pattern SECRET_GITLAB = Pattern.compile("^\\s*--\\s(.+?):\\d+\\s*\\|");
  // - 5f3c…40 digits… (120 MiB)
  private static final Pattern BLOB = Pattern.compile("^\\s*-\\s*([0-9a-f]{40})\\s*\\(");

  static RejectedFiles of(String messages) {
    Set<String> paths = new LinkedHashSet<>();
    Set<String> blobs = new LinkedHashSet<>();
    messages
        .lines()
        .limit(MOST_LINES)
        .filter(line -> line.length() <= LONGEST_LINE)
        .map(line -> line.replaceFirst("^remote: ", ""))
        .forEach(
            line -> {
              add(paths, TOO_LARGE.matcher(line));
              add(paths, SECRET.matcher(line));
              add(paths, SECRET_GITLAB.matcher(line));
              add(blobs, BLOB.matcher(line));
            });
    return new RejectedFiles(Set.copyOf(paths), Set.copyOf(blobs));
  }

  private static void add(Set<String> to, Matcher found) {
    if (to.size() < MOST && found.find()) {
      to.add(found.group(1));
    }
  }

  public boolean isEmpty() {
    return paths.isEmpty() && blobs.isEmpty();
  }
}

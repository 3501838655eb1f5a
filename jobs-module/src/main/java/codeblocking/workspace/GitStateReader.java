package codeblocking.workspace;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/** Reads {@link GitState}: bounded, following no link, opening nothing but regular files. */
final class GitStateReader {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{40}");

  // Within a line, and without going back: a file of empty lines must not take its square.
  private static final Pattern SPARSE =
      Pattern.compile(
          "(?im)^[ \t]*+sparseCheckout[ \t]*+$"
              + "|^[ \t]*+sparseCheckout[ \t]*+=[ \t]*+(?:true|yes|on|1)[ \t\r]*+$");
  private static final Pattern AUTOCRLF =
      Pattern.compile("(?im)^[ \t]*+autocrlf[ \t]*+=[ \t]*+\"?(true|yes|on|1|input)\"?[ \t\r]*+$");
  private static final int MOST_REFS = 20_000;
  private static final int MOST_DEPTH = 20;
  private static final int MOST_STASHES = 100;
  private static final int SMALL = 4096;
  private static final String STASH = "refs/stash";
  private static final String HEADS = "refs/heads/";
  private static final String TAGS = "refs/tags/";
  private static final String ORIGIN = "refs/remotes/origin/";
  private static final int MOST_WORK_TREES = 100;

  /** Bytes; four hundred thousand refs have about 30 MB, of which each save holds two. */
  private static final int MOST_PACKED = 32 << 20;

  /** In a line of packed refs, after the id and a space. */
  private static final int NAME_AT = 41;

  private static final Map<String, String> IN_PROGRESS = inProgress();

  private int refs;
  private int tags;

  private GitStateReader() {}

  static GitState read(OpenDirectory root) {
    try (OpenDirectory git = open(root)) {
      return git == null ? GitState.NONE : new GitStateReader().of(git);
    } catch (IOException e) {
      // It is the user's to break; the content of the workspace is saved without it.
      return GitState.NONE;
    }
  }

  /** The commit that is checked out by a git directory; null: none that can be told. */
  static @Nullable String head(OpenDirectory git) {
    try {
      return new GitStateReader().of(git).head();
    } catch (IOException e) {
      return null;
    }
  }

  /** Text of a file of patterns in {@code .git/info}; null: none that can be read. */
  static byte @Nullable [] info(OpenDirectory root, String name) {
    try (OpenDirectory git = open(root)) {
      if (git == null) {
        return null;
      }
      Optional<OpenDirectory> info = git.descend(List.of("info"));
      if (info.isEmpty()) {
        return null;
      }
      try (OpenDirectory directory = info.get()) {
        return directory.readSmall(name, Ignores.MOST_BYTES);
      }
    } catch (IOException e) {
      return null;
    }
  }

  /** What the repository's own configuration has git do with files of no attributes. */
  static Conversion autocrlf(OpenDirectory root) {
    try (OpenDirectory git = open(root)) {
      byte[] bytes = git == null ? null : git.readSmall("config", 1 << 20);
      return bytes != null && AUTOCRLF.matcher(new String(bytes, ISO_8859_1)).find()
          ? Conversion.AUTO
          : Conversion.NONE;
    } catch (IOException e) {
      return Conversion.NONE;
    }
  }

  private static @Nullable OpenDirectory open(OpenDirectory root) throws IOException {
    Optional<Entry> entry = root.stat(".git");
    return entry.isPresent() && entry.get().kind() == Entry.Kind.DIRECTORY
        ? root.directory(entry.get())
        : null;
  }

  private GitState of(OpenDirectory git) throws IOException {
    String head = text(git, "HEAD");
    String branch = head.startsWith("ref:") ? branch(head.substring(4).strip()) : null;
    String detached = ID.matcher(head).matches() ? head : null;
    if (branch == null && detached == null) {
      return GitState.NONE;
    }
    // What is checked out is known however many there are beside it.
    Set<String> first = branch == null ? Set.of() : Set.of(HEADS + branch, ORIGIN + branch);
    SortedMap<String, String> all = packed(git, first);
    loose(git, List.of("refs", "heads"), HEADS, all);
    refs = 0;
    loose(git, List.of("refs", "tags"), TAGS, all);
    for (String name : first) {
      loose(git, name, all);
    }
    String stash = id(git.descend(List.of("refs")), "stash");
    if (stash != null) {
      all.put(STASH, stash);
    }
    SortedMap<String, String> heads = new TreeMap<>();
    all.forEach(
        (name, id) -> {
          if (name.startsWith(HEADS) && Repository.isValidRefName(name)) {
            heads.put(name.substring(HEADS.length()), id);
          } else if (name.equals(STASH)
              || (name.startsWith(TAGS) && Repository.isValidRefName(name))) {
            heads.put(name, id);
          }
        });
    olderStashes(git, heads);
    workTrees(git, heads);
    String origin = branch == null ? null : all.get(ORIGIN + branch);
    return new GitState(
        true, branch, detached, left(git), heads, origin, inProgress(git), sparse(git));
  }

  /** Only the newest has a ref; the others are lines of its log. */
  private static void olderStashes(OpenDirectory git, SortedMap<String, String> heads)
      throws IOException {
    Optional<OpenDirectory> logs = git.descend(List.of("logs", "refs"));
    if (!heads.containsKey(STASH) || logs.isEmpty()) {
      return;
    }
    byte[] bytes;
    try (OpenDirectory directory = logs.get()) {
      bytes = directory.readSmall("stash", 1 << 20);
    }
    String[] lines = bytes == null ? new String[0] : new String(bytes, ISO_8859_1).split("\n");
    int number = 1;
    for (int i = lines.length - 2; i >= 0 && number <= MOST_STASHES; i--) {
      String id = lines[i].length() > 81 ? lines[i].substring(41, 81) : "";
      if (ID.matcher(id).matches()) {
        heads.put(STASH + "@{" + number++ + "}", id);
      }
    }
  }

  /** Where one is on no branch, its commits have no other name. */
  private static void workTrees(OpenDirectory git, SortedMap<String, String> heads)
      throws IOException {
    Optional<OpenDirectory> trees = git.descend(List.of("worktrees"));
    if (trees.isEmpty()) {
      return;
    }
    try (OpenDirectory directory = trees.get()) {
      for (Entry entry : directory.first(MOST_WORK_TREES)) {
        if (entry.name() != null && entry.kind() == Entry.Kind.DIRECTORY) {
          try (OpenDirectory tree = directory.directory(entry)) {
            String id = id(tree, "HEAD");
            if (id != null) {
              heads.put(GitState.WORK_TREES + entry.name(), id);
            }
          }
        }
      }
    }
  }

  private static @Nullable String left(OpenDirectory git) throws IOException {
    for (String place : List.of("rebase-merge", "rebase-apply")) {
      Optional<OpenDirectory> directory = git.descend(List.of(place));
      if (directory.isPresent()) {
        try (OpenDirectory opened = directory.get()) {
          return branch(text(opened, "head-name"));
        }
      }
    }
    String start = text(git, "BISECT_START");
    return start.isEmpty() || ID.matcher(start).matches() ? null : branch(HEADS + start);
  }

  private static String text(OpenDirectory directory, String name) throws IOException {
    byte[] bytes = directory.readSmall(name, SMALL);
    return bytes == null ? "" : new String(bytes, UTF_8).strip();
  }

  private static @Nullable String branch(String ref) {
    return ref.startsWith(HEADS) && ref.length() < 250 && Repository.isValidRefName(ref)
        ? ref.substring(HEADS.length())
        : null;
  }

  /** What remotes have is not needed; of it, and of tags, there may be any number. */
  private SortedMap<String, String> packed(OpenDirectory git, Set<String> first)
      throws IOException {
    SortedMap<String, String> found = new TreeMap<>();
    byte[] bytes = git.readSmall("packed-refs", MOST_PACKED);
    if (bytes == null) {
      return found;
    }
    for (int start = 0; start < bytes.length; ) {
      int end = start;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      String line = new String(bytes, start, Math.min(end - start, SMALL), UTF_8);
      start = end + 1;
      if (line.length() > NAME_AT && line.charAt(NAME_AT - 1) == ' ') {
        String id = line.substring(0, NAME_AT - 1);
        String name = line.substring(NAME_AT).strip();
        boolean branch = name.startsWith(HEADS) && refs++ < MOST_REFS;
        boolean tag = name.startsWith(TAGS) && tags++ < MOST_REFS;
        boolean wanted = branch || tag || first.contains(name) || name.equals(STASH);
        if (wanted && ID.matcher(id).matches()) {
          found.put(name, id);
        }
      }
    }
    return found;
  }

  private static void loose(OpenDirectory git, String ref, SortedMap<String, String> found)
      throws IOException {
    List<String> names = List.of(ref.split("/"));
    int last = names.size() - 1;
    String id = id(git.descend(names.subList(0, last)), names.get(last));
    if (id != null) {
      found.put(ref, id);
    }
  }

  private void loose(
      OpenDirectory git, List<String> names, String prefix, SortedMap<String, String> found)
      throws IOException {
    Optional<OpenDirectory> directory = git.descend(names);
    if (directory.isPresent()) {
      try (OpenDirectory opened = directory.get()) {
        loose(opened, prefix, found, 0);
      }
    }
  }

  private void loose(
      OpenDirectory directory, String prefix, SortedMap<String, String> found, int depth)
      throws IOException {
    for (Entry entry : directory.list(MOST_REFS)) {
      String name = entry.name();
      if (name == null || refs++ > MOST_REFS) {
        continue;
      }
      if (entry.kind() == Entry.Kind.DIRECTORY && depth < MOST_DEPTH) {
        try (OpenDirectory below = directory.directory(entry)) {
          loose(below, prefix + name + "/", found, depth + 1);
        }
      } else if (entry.kind() == Entry.Kind.FILE) {
        String id = id(directory, name);
        if (id != null) {
          found.put(prefix + name, id);
        }
      }
    }
  }

  private static @Nullable String id(Optional<OpenDirectory> directory, String name)
      throws IOException {
    if (directory.isEmpty()) {
      return null;
    }
    try (OpenDirectory opened = directory.get()) {
      return id(opened, name);
    }
  }

  private static @Nullable String id(OpenDirectory directory, String name) throws IOException {
    byte[] bytes = directory.readSmall(name, SMALL);
    String text = bytes == null ? "" : new String(bytes, ISO_8859_1).strip();
    return ID.matcher(text).matches() ? text : null;
  }

  private static @Nullable String inProgress(OpenDirectory git) throws IOException {
    for (Map.Entry<String, String> sign : IN_PROGRESS.entrySet()) {
      if (git.stat(sign.getKey()).isPresent()) {
        return sign.getValue();
      }
    }
    return null;
  }

  private static boolean sparse(OpenDirectory git) throws IOException {
    for (String file : List.of("config", "config.worktree")) {
      byte[] bytes = git.readSmall(file, 1 << 20);
      if (bytes != null && SPARSE.matcher(new String(bytes, ISO_8859_1)).find()) {
        return true;
      }
    }
    return false;
  }

  private static Map<String, String> inProgress() {
    Map<String, String> signs = new LinkedHashMap<>();
    signs.put("MERGE_HEAD", "a merge");
    signs.put("rebase-merge", "a rebase");
    signs.put("rebase-apply", "a rebase");
    signs.put("CHERRY_PICK_HEAD", "a cherry-pick");
    signs.put("REVERT_HEAD", "a revert");
    signs.put("BISECT_LOG", "a bisection");
    return signs;
  }
}

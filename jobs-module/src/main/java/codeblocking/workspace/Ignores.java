package codeblocking.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ignore rules that hold in a directory: its own before those of the directories above. */
final class Ignores {
  /** More than anybody's; what is beyond is a hostile file, and is named in the save. */
  static final int MOST_BYTES = 1 << 20;

  private static final long MOST_STEPS = 4_000_000_000L;

  private final @Nullable Ignores above;
  private final List<IgnoreRule> rules;
  private final int depth;
  private final IgnoreRule.Budget budget;

  private Ignores(
      @Nullable Ignores above, List<IgnoreRule> rules, int depth, IgnoreRule.Budget budget) {
    this.above = above;
    this.rules = rules;
    this.depth = depth;
    this.budget = budget;
  }

  /** {@code exclude}: text of {@code .git/info/exclude}. */
  static Ignores outermost(byte @Nullable [] exclude) {
    return new Ignores(null, parse(exclude), 0, new IgnoreRule.Budget(MOST_STEPS));
  }

  /** With the {@code .gitignore} of the directory that is {@code newDepth} below the root. */
  Ignores with(byte @Nullable [] gitignore, int newDepth) {
    List<IgnoreRule> more = parse(gitignore);
    return more.isEmpty() ? this : new Ignores(this, more, newDepth, budget);
  }

  /**
   * Whether the path is ignored by itself; below an ignored directory everything is, whatever the
   * rules say.
   */
  boolean ignored(List<String> path, boolean directory) {
    for (Ignores level = this; level != null; level = level.above) {
      List<String> below = path.subList(level.depth, path.size());
      for (int i = level.rules.size() - 1; i >= 0; i--) {
        if (level.rules.get(i).matches(below, directory, budget)) {
          return !level.rules.get(i).negated();
        }
      }
    }
    // In doubt, out: a rule that was not tried may be the one that hides a secret.
    return budget.exhausted();
  }

  boolean exhausted() {
    return budget.exhausted();
  }

  private static List<IgnoreRule> parse(byte @Nullable [] bytes) {
    List<IgnoreRule> rules = new ArrayList<>();
    if (bytes != null) {
      String text = new String(bytes, UTF_8);
      for (String line : (text.startsWith("\uFEFF") ? text.substring(1) : text).split("\n")) {
        IgnoreRule rule = IgnoreRule.parse(line);
        if (rule != null) {
          rules.add(rule);
        }
      }
    }
    return rules;
  }
}

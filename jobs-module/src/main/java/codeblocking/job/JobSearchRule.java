package codeblocking.job;

import codeblocking.project.InvalidInput;
import codeblocking.project.ProjectId;
import codeblocking.project.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The language of the search for jobs: words that the error or an id contains, and qualifiers such
 * as {@code state:dead,retrying}, {@code error:"no such host"} or {@code age:>5m}. All must fit.
 */
public final class JobSearchRule {
  private static final String NAMES = "state, kind, project, user, error, age, id, failure";
  private static final int LONGEST = 8_000;
  private static final int LONGEST_WORD = 200;
  private static final int MOST_TERMS = 20;
  private static final int MOST_VALUES = 200;

  private static final String QUOTED = "\"(?:[^\"\\\\]++|\\\\.)*+\"";
  // An address is no qualifier, though a colon follows its first word.
  private static final Pattern TERM =
      Pattern.compile("\\s*+(?:([A-Za-z]+):(?!//)(" + QUOTED + "|\\S*+)|(" + QUOTED + "|\\S++))");
  private static final Pattern AGE = Pattern.compile("([<>])(\\d{1,6})([smhd])");
  private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{12}");

  private JobSearchRule() {}

  /**
   * @param now from when ages count back
   * @throws InvalidInput that names the qualifier and what is allowed
   */
  public static JobFilter parse(String text, Instant now) {
    if (text.length() > LONGEST) {
      throw new InvalidInput("q", "must be at most " + LONGEST + " characters long");
    }
    JobFilter filter = JobFilter.ALL;
    Matcher term = TERM.matcher(text.strip());
    int terms = 0;
    while (term.lookingAt()) {
      if (++terms > MOST_TERMS) {
        throw new InvalidInput("q", "must hold at most " + MOST_TERMS + " words and qualifiers");
      }
      filter =
          term.group(1) == null
              ? filter.text(word("q", term.group(3)))
              : qualified(filter, term.group(1).toLowerCase(Locale.ROOT), term.group(2), now);
      term.region(term.end(), term.regionEnd());
    }
    return filter;
  }

  private static JobFilter qualified(JobFilter filter, String name, String raw, Instant now) {
    String field = name + ":";
    return switch (name) {
      case "state" -> filter.states(states(field, word(field, raw)));
      case "kind" -> filter.kinds(kinds(field, word(field, raw)));
      case "project" -> filter.projects(many(field, raw, text -> project(field, text)));
      case "user" -> filter.users(Set.of(user(field, word(field, raw))));
      case "id" -> filter.ids(many(field, raw, text -> job(field, text)));
      case "failure" -> filter.failures(many(field, raw, text -> fingerprint(field, text)));
      case "error" -> filter.error(word(field, raw));
      case "age" -> aged(filter, word(field, raw), now);
      default ->
          throw new InvalidInput(
              field,
              "is no qualifier; there are "
                  + NAMES
                  + ". To look for the words themselves, put them in quotes");
    };
  }

  private static JobFilter aged(JobFilter filter, String text, Instant now) {
    Matcher age = AGE.matcher(text);
    if (!age.matches()) {
      throw new InvalidInput(
          "age:", "must be < or >, a number and one of s, m, h, d, such as age:>5m");
    }
    long number = Long.parseLong(age.group(2));
    Duration duration =
        switch (age.group(3)) {
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          default -> Duration.ofDays(number);
        };
    Instant then = now.minus(duration);
    return age.group(1).equals(">") ? filter.createdBefore(then) : filter.createdAfter(then);
  }

  /** Several by comma, in any case. */
  public static Set<JobState> states(String field, String text) {
    return many(
        field,
        text,
        name ->
            Arrays.stream(JobState.values())
                .filter(each -> each.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(
                    () ->
                        new InvalidInput(
                            field, "must be one of " + Arrays.toString(JobState.values()))));
  }

  /** Several by comma. */
  public static Set<JobKind> kinds(String field, String text) {
    return many(
        field,
        text,
        name ->
            JobKind.parse(name.toLowerCase(Locale.ROOT))
                .orElseThrow(
                    () ->
                        new InvalidInput(
                            field,
                            "must be one of "
                                + Arrays.stream(JobKind.values())
                                    .map(JobKind::label)
                                    .collect(Collectors.joining(", ")))));
  }

  public static ProjectId project(String field, String text) {
    return ProjectId.parse(text)
        .orElseThrow(() -> new InvalidInput(field, "must be a UUID of 36 characters"));
  }

  public static UserId user(String field, String text) {
    return UserId.parse(text)
        .orElseThrow(() -> new InvalidInput(field, "must be 1 to 128 printable characters"));
  }

  private static JobId job(String field, String text) {
    return JobId.parse(text)
        .orElseThrow(() -> new InvalidInput(field, "must be a UUID of 36 characters"));
  }

  private static String fingerprint(String field, String text) {
    if (!FINGERPRINT.matcher(text).matches()) {
      throw new InvalidInput(field, "must be 12 hex digits, as /api/jobs/failures tells them");
    }
    return text;
  }

  private static <T> Set<T> many(String field, String text, Function<String, T> parse) {
    Set<T> values = new HashSet<>();
    for (String part : text.split(",", -1)) {
      if (!part.isBlank()) {
        values.add(parse.apply(part.strip()));
      }
    }
    if (values.isEmpty()) {
      throw new InvalidInput(field, "is without a value");
    }
    if (values.size() > MOST_VALUES) {
      throw new InvalidInput(field, "must name at most " + MOST_VALUES);
    }
    return Set.copyOf(values);
  }

  private static String word(String field, String raw) {
    String word = raw;
    if (raw.startsWith("\"")) {
      if (raw.length() < 2 || !raw.matches(QUOTED)) {
        throw new InvalidInput(field, "has a quote that is not closed");
      }
      word = raw.substring(1, raw.length() - 1).replaceAll("\\\\(.)", "$1");
    }
    if (word.isBlank()) {
      throw new InvalidInput(field, "is without a value");
    }
    if (word.length() > LONGEST_WORD) {
      throw new InvalidInput(field, "must be at most " + LONGEST_WORD + " characters long");
    }
    return word;
  }
}

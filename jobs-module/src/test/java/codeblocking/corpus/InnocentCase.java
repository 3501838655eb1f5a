package codeblocking.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * One awkward but innocent workspace: what its user does, where the saves land, and what git says
 * then, inside and in the remote.
 *
 * <p>In a {@code .cases} file a case begins with {@code == name | row=of the table | key=value}.
 * Its steps begin with {@code -- who does what}; what comes before the first of them is a script of
 * the user's. A step is a shell script, or where its lines begin with {@code $ } a transcript:
 * commands with what they must print.
 *
 * <ul>
 *   <li>{@code -- seed}, in place of the usual history of the remote; {@code -- empty}: none
 *   <li>{@code -- you}, {@code -- inside}: in the workspace; {@code -- other}: in a second project
 *       of the same repository; {@code -- colleague}: in a clone, up to date; {@code -- remote}
 *   <li>{@code -- saves on main}, {@code -- saves beside main}, {@code -- saves nothing}, with
 *       lines {@code says: words of the message} and {@code skips: path}, all of them
 *   <li>{@code -- fetches}; {@code -- protect main}, {@code -- unprotect}
 * </ul>
 *
 * @param options {@code row=} of {@code docs/saves.md}; {@code next=main} or {@code beside main},
 *     where a last save lands if not where the one before did; {@code tree=no} where a save is not
 *     what {@code git add -A} would take; {@code follows=no} where git inside cannot follow
 */
record InnocentCase(String name, Map<String, String> options, List<Step> steps) {
  static final List<String> FILES =
      List.of(
          "files", "commits", "unfinished", "branches", "index", "attributes", "nested", "shared");

  /** {@code verb}: the words after the dashes. */
  record Step(String verb, String body) {
    boolean transcript() {
      return body.startsWith("$ ");
    }
  }

  String row() {
    return option("row", "");
  }

  String option(String key, String otherwise) {
    return options.getOrDefault(key, otherwise);
  }

  /** Where its saves go: {@code on} or {@code beside} the branch, or {@code nowhere}. */
  Set<String> landings() {
    Set<String> all = new TreeSet<>();
    for (Step step : steps) {
      String[] words = step.verb().replaceFirst("^other ", "").split(" ");
      if (words[0].equals("saves")) {
        all.add(words[1].equals("nothing") ? "nowhere" : words[1]);
      }
    }
    if (options.containsKey("next")) {
      all.add(option("next", "").split(" ")[0]);
    }
    return all;
  }

  static List<InnocentCase> read(String file) {
    try (InputStream in = InnocentCase.class.getResourceAsStream("innocent/" + file + ".cases")) {
      String text = new String(Objects.requireNonNull(in, file).readAllBytes(), UTF_8);
      String[] parts = ("\n" + text).split("\n== ");
      return Arrays.stream(parts).skip(1).map(InnocentCase::parse).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InnocentCase parse(String part) {
    int end = part.indexOf('\n');
    String[] words = part.substring(0, end).split("\\s*\\|\\s*");
    Map<String, String> options = new LinkedHashMap<>();
    for (String word : Arrays.asList(words).subList(1, words.length)) {
      int equals = word.indexOf('=');
      options.put(word.substring(0, equals), word.substring(equals + 1));
    }
    List<Step> steps = new ArrayList<>();
    for (String step : ("-- you" + part.substring(end)).split("(^|\n)-- ")) {
      String[] lines = step.split("\n", 2);
      String body = lines.length == 1 ? "" : lines[1].strip();
      if (!lines[0].isBlank() && !(lines[0].equals("you") && body.isEmpty())) {
        steps.add(new Step(lines[0].strip(), body));
      }
    }
    return new InnocentCase(words[0], options, steps);
  }
}

package codeblocking.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One attack: a script that is run inside the workspace, and what the save is to be like.
 *
 * <p>In a {@code .cases} file a case begins with {@code == name | key=value | ...}; the lines below
 * it are the script. {@code each=a,b} makes one case of each word, which the script has as {@code
 * $EACH}.
 *
 * @param options {@code lands=main|aside|either}, {@code branch=}, {@code skips=path,path}, {@code
 *     keeps=no} where the script itself changes the files that are otherwise looked for, {@code
 *     saves=} how often it is saved, {@code by=host} where only the host's root can plant it
 */
record HostileCase(String name, Map<String, String> options, String script) {
  /** The files of the corpus, in the order in which they are told. */
  static final List<String> FILES =
      List.of(
          "hooks",
          "programs",
          "includes",
          "urls",
          "names",
          "objects",
          "ignores",
          "patterns",
          "directories",
          "fifos",
          "specials",
          "refs",
          "corrupt",
          "wreckage",
          "impostors",
          "bombs",
          "races");

  String option(String key, String otherwise) {
    return options.getOrDefault(key, otherwise);
  }

  List<String> list(String key) {
    String value = option(key, "");
    return value.isEmpty() ? List.of() : Arrays.asList(value.split(","));
  }

  static List<HostileCase> read(String file) throws IOException {
    List<HostileCase> cases = new ArrayList<>();
    try (InputStream in = HostileCase.class.getResourceAsStream("hostile/" + file + ".cases")) {
      if (in == null) {
        throw new IOException("no cases: " + file);
      }
      String text = "\n" + new String(in.readAllBytes(), UTF_8);
      String[] parts = text.split("\n== ");
      for (String part : Arrays.asList(parts).subList(1, parts.length)) {
        cases.addAll(parse(part));
      }
    }
    return cases;
  }

  private static List<HostileCase> parse(String part) {
    int end = part.indexOf('\n');
    String[] words = part.substring(0, end).split("\\s*\\|\\s*");
    Map<String, String> options = new LinkedHashMap<>();
    for (String word : Arrays.asList(words).subList(1, words.length)) {
      int equals = word.indexOf('=');
      options.put(word.substring(0, equals), word.substring(equals + 1));
    }
    String script = part.substring(end + 1);
    String each = options.remove("each");
    if (each == null) {
      return List.of(new HostileCase(words[0], options, script));
    }
    List<HostileCase> cases = new ArrayList<>();
    for (String word : each.split(",")) {
      Map<String, String> own = new LinkedHashMap<>();
      options.forEach((key, value) -> own.put(key, value.replace("$EACH", word)));
      cases.add(
          new HostileCase(words[0].replace("$EACH", word), own, "EACH='" + word + "'\n" + script));
    }
    return cases;
  }
}

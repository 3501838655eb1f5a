package codeblocking.web.terminal;

import codeblocking.event.Event;
import codeblocking.project.ProjectId;
import codeblocking.save.Skipped;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Map;

/** What a client is told of a save: all that the badge of an IDE says, and nothing to ask for. */
final class SaveMessage {
  private static final String HEADS = "refs/heads/";

  /** A client that wants to see more asks for the save. */
  private static final int MOST_SKIPPED = 50;

  private SaveMessage() {}

  static String of(ProjectId project, Event event, List<Skipped> skipped) {
    Map<String, String> data = event.data();
    String ref = data.getOrDefault("ref", "");
    JsonObjectBuilder json = Messages.BUILDERS.createObjectBuilder().add("type", "save");
    json.add("id", data.getOrDefault("saveId", ""));
    for (String key : new String[] {"state", "commit", "trigger"}) {
      json.add(key, data.getOrDefault(key, ""));
    }
    json.add("ref", ref);
    json.add("branch", branch(project, ref));
    json.add("at", data.getOrDefault("savedAt", event.at().toString()));
    if (event.reason() != null) {
      json.add("message", event.reason());
    }
    if (data.containsKey("retryAt")) {
      json.add("retryAt", data.get("retryAt"));
    }
    JsonArrayBuilder entries = Messages.BUILDERS.createArrayBuilder();
    skipped.stream()
        .limit(MOST_SKIPPED)
        .forEach(
            entry ->
                entries.add(
                    Messages.BUILDERS
                        .createObjectBuilder()
                        .add("path", entry.path())
                        .add("reason", entry.reason())));
    json.add("skipped", entries);
    return json.build().toString();
  }

  /** The branch that the ref is, or stands beside. */
  static String branch(ProjectId project, String ref) {
    String name = name(ref);
    return isBeside(project, ref) ? name.substring(aside(project).length()) : name;
  }

  /** As people write it. */
  static String name(String ref) {
    return ref.startsWith(HEADS) ? ref.substring(HEADS.length()) : ref;
  }

  static boolean isBeside(ProjectId project, String ref) {
    return ref.startsWith(HEADS + aside(project));
  }

  private static String aside(ProjectId project) {
    return "codeblocking/autosave/" + project + "/";
  }
}

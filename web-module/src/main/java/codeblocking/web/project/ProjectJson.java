package codeblocking.web.project;

import codeblocking.container.ContainerRecord;
import codeblocking.project.ImportProgress;
import codeblocking.save.Save;
import jakarta.json.bind.annotation.JsonbProperty;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A project in JSON. */
public record ProjectJson(
    String id,
    String name,
    String environment,
    @Nullable String remoteUrl,
    String branch,
    String state,
    @JsonbProperty("import") @Nullable ImportJson imported,
    @Nullable ContainerJson container,
    int sessions,
    @Nullable SaveJson lastSave,
    boolean unsaved,
    Instant createdAt) {

  /** Its clone. */
  public record ImportJson(String state, @Nullable String progress, @Nullable String error) {
    static ImportJson of(ImportProgress progress) {
      return new ImportJson(
          progress.state().name().toLowerCase(Locale.ROOT), progress.progress(), progress.error());
    }
  }

  /** Its container. */
  public record ContainerJson(
      String id,
      String name,
      String image,
      String state,
      boolean warm,
      Instant startedAt,
      long startMillis) {
    static ContainerJson of(ContainerRecord record) {
      return new ContainerJson(
          record.id().value(),
          record.name(),
          record.image(),
          record.state().label(),
          record.warm(),
          record.startedAt(),
          record.startMillis());
    }
  }

  /** A save of it. */
  public record SaveJson(
      String id,
      String commit,
      String ref,
      Instant at,
      String trigger,
      String state,
      @Nullable String message,
      FilesJson files) {
    public static SaveJson of(Save save) {
      return new SaveJson(
          save.id().toString(),
          save.commit(),
          save.ref(),
          save.at(),
          save.trigger().label(),
          save.state().label(),
          save.message(),
          new FilesJson(
              save.changed(),
              save.skipped().stream()
                  .map(skipped -> new SkippedJson(skipped.path(), skipped.reason()))
                  .toList()));
    }
  }

  /** What a save holds. */
  public record FilesJson(int changed, List<SkippedJson> skipped) {}

  /** What a save could not hold. */
  public record SkippedJson(String path, String reason) {}
}

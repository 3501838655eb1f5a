package codeblocking.ledger;

import codeblocking.save.SaveState;
import codeblocking.save.SaveTrigger;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code save}. */
@Entity
@Table(name = "save")
@SuppressWarnings("NullAway.Init")
class SaveRow {
  @Id String id;

  @Column(name = "project_id")
  String projectId;

  @Column(name = "job_id")
  String jobId;

  @Column(name = "commit_id")
  String commitId;

  @Column(name = "tree_id")
  String treeId;

  String refs;
  String ref;
  Instant at;

  @Enumerated(EnumType.STRING)
  @Column(name = "trigger_name")
  SaveTrigger trigger;

  @Enumerated(EnumType.STRING)
  SaveState state;

  @Nullable String message;
  int changed;
  String skipped;
}

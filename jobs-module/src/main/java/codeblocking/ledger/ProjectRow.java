package codeblocking.ledger;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code project}. */
@Entity
@Table(name = "project")
@SuppressWarnings("NullAway.Init")
class ProjectRow {
  @Id String id;
  String owner;

  @Column(name = "author_name")
  String authorName;

  @Column(name = "author_email")
  String authorEmail;

  String name;
  String environment;

  @Column(name = "remote_url")
  @Nullable String remoteUrl;

  String branch;

  @Column(name = "import_state")
  @Nullable String importState;

  @Column(name = "import_progress")
  @Nullable String importProgress;

  @Column(name = "import_error")
  @Nullable String importError;

  @Column(name = "created_at")
  Instant createdAt;

  @Column(name = "removed_at")
  @Nullable Instant removedAt;
}

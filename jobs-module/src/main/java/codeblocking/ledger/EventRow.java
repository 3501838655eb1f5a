package codeblocking.ledger;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code event}. */
@Entity
@Table(name = "event")
@SuppressWarnings("NullAway.Init")
class EventRow {
  @Id long seq;
  Instant at;
  String type;

  @Column(name = "project_id")
  @Nullable String projectId;

  @Column(name = "job_id")
  @Nullable String jobId;

  @Nullable String owner;
  String actor;

  @Column(name = "from_state")
  @Nullable String fromState;

  @Column(name = "to_state")
  @Nullable String toState;

  @Nullable String reason;
  String data;

  /** What a person did; null where nobody did anything. */
  @Nullable String act;
}

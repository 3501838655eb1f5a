package codeblocking.ledger;

import codeblocking.job.Lane;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of {@code outbox}. */
@Entity
@Table(name = "outbox")
@SuppressWarnings("NullAway.Init")
class OutboxRow {
  @Id
  @Column(name = "job_id")
  String jobId;

  @Enumerated(EnumType.STRING)
  Lane lane;

  @Column(name = "due_at")
  Instant dueAt;

  int tries;
}

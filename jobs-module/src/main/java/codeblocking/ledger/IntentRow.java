package codeblocking.ledger;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of {@code intent}. */
@Entity
@Table(name = "intent")
@SuppressWarnings("NullAway.Init")
class IntentRow {
  @Id
  @Column(name = "project_id")
  String projectId;

  @Column(name = "user_id")
  String userId;

  @Column(name = "began_at")
  Instant began;

  @Column(name = "until_at")
  Instant until;
}

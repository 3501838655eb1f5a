package codeblocking.ledger;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of {@code client_session}. */
@Entity
@Table(name = "client_session")
@SuppressWarnings("NullAway.Init")
class SessionRow {
  @Id String id;

  @Column(name = "project_id")
  String projectId;

  @Column(name = "user_id")
  String userId;

  String terminal;
  String node;

  @Column(name = "connected_at")
  Instant connectedAt;

  @Column(name = "seen_at")
  Instant seenAt;
}

package codeblocking.ledger;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of {@code intent_score}. */
@Entity
@Table(name = "intent_score")
@SuppressWarnings("NullAway.Init")
class IntentScoreRow {
  @Id
  @Column(name = "user_id")
  String userId;

  double tokens;
  Instant at;
  int hits;
  int misses;
}

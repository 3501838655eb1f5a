package codeblocking.ledger;

import codeblocking.job.Lane;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code lane}. */
@Entity
@Table(name = "lane")
@SuppressWarnings("NullAway.Init")
class LaneRow {
  @Id
  @Enumerated(EnumType.STRING)
  Lane name;

  @Column(name = "paused_at")
  @Nullable Instant pausedAt;

  @Column(name = "paused_by")
  @Nullable String pausedBy;

  @Column(name = "paused_reason")
  @Nullable String pausedReason;
}

package codeblocking.ledger;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code attempt}. */
@Entity
@IdClass(AttemptRow.Key.class)
@Table(name = "attempt")
@SuppressWarnings("NullAway.Init")
class AttemptRow {
  @Id
  @Column(name = "job_id")
  String jobId;

  @Id long fence;
  int attempt;
  String node;

  @Column(name = "started_at")
  Instant startedAt;

  @Column(name = "ended_at")
  @Nullable Instant endedAt;

  @Nullable String result;
  @Nullable String error;

  @Column(name = "wait_millis")
  long waitMillis;

  @Column(name = "run_millis")
  long runMillis;

  /** Composite key. */
  static class Key implements java.io.Serializable {
    String jobId = "";
    long fence;

    Key() {}

    Key(String jobId, long fence) {
      this.jobId = jobId;
      this.fence = fence;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key && key.jobId.equals(jobId) && key.fence == fence;
    }

    @Override
    public int hashCode() {
      return jobId.hashCode() * 31 + Long.hashCode(fence);
    }
  }
}

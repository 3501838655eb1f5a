package codeblocking.ledger;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code phase}. */
@Entity
@IdClass(PhaseRow.Key.class)
@Table(name = "phase")
@SuppressWarnings("NullAway.Init")
class PhaseRow {
  @Id
  @Column(name = "job_id")
  String jobId;

  @Id long fence;
  @Id int ordinal;
  int attempt;
  String name;

  @Column(name = "started_at")
  Instant startedAt;

  @Column(name = "ended_at")
  @Nullable Instant endedAt;

  /** Composite key. */
  static class Key implements java.io.Serializable {
    String jobId = "";
    long fence;
    int ordinal;

    Key() {}

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key
          && key.jobId.equals(jobId)
          && key.fence == fence
          && key.ordinal == ordinal;
    }

    @Override
    public int hashCode() {
      return (jobId.hashCode() * 31 + Long.hashCode(fence)) * 31 + ordinal;
    }
  }
}

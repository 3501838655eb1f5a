package codeblocking.ledger;

import codeblocking.job.JobKind;
import codeblocking.job.JobState;
import codeblocking.job.Lane;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code job}. */
@Entity
@Table(name = "job")
@SuppressWarnings("NullAway.Init")
class JobRow {
  @Id String id;

  @Enumerated(EnumType.STRING)
  JobKind kind;

  @Enumerated(EnumType.STRING)
  Lane lane;

  @Enumerated(EnumType.STRING)
  JobState state;

  @Nullable String outcome;

  @Column(name = "project_id")
  @Nullable String projectId;

  @Column(name = "user_id")
  @Nullable String userId;

  String payload;
  int attempt;

  @Column(name = "max_attempts")
  int maxAttempts;

  @Column(name = "lost_count")
  int lostCount;

  @Column(name = "tries_before")
  int triesBefore;

  @Column(name = "policy_since")
  Instant policySince;

  @Column(name = "run_at")
  Instant runAt;

  @Column(name = "ready_at")
  Instant readyAt;

  @Column(name = "created_at")
  Instant createdAt;

  @Column(name = "started_at")
  @Nullable Instant startedAt;

  @Column(name = "finished_at")
  @Nullable Instant finishedAt;

  @Column(name = "cancel_requested_at")
  @Nullable Instant cancelRequestedAt;

  @Column(name = "lease_owner")
  @Nullable String leaseOwner;

  @Column(name = "lease_until")
  @Nullable Instant leaseUntil;

  long fence;
  boolean curable;
  @Nullable String error;

  @Column(name = "waiting_for")
  @Nullable String waitingFor;

  @Column(name = "waits_on")
  @Nullable String waitsOn;

  @Nullable String phase;

  /** Fingerprint of the error, of a DEAD one. */
  @Nullable String failure;
}

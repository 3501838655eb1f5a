package codeblocking.ledger;

import codeblocking.container.ContainerState;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code container}. */
@Entity
@Table(name = "container")
@SuppressWarnings("NullAway.Init")
class ContainerRow {
  @Id
  @Column(name = "project_id")
  String projectId;

  @Column(name = "user_id")
  String userId;

  String id;
  String name;
  String image;
  String environment;

  @Enumerated(EnumType.STRING)
  ContainerState state;

  boolean warm;

  @Column(name = "started_at")
  Instant startedAt;

  @Column(name = "start_millis")
  long startMillis;

  @Column(name = "used_at")
  Instant usedAt;

  @Column(name = "kept_because")
  @Nullable String keptBecause;
}

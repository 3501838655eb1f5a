package codeblocking.ledger;

import codeblocking.prewarm.Intent;
import codeblocking.prewarm.IntentRecords;
import codeblocking.prewarm.IntentScore;
import codeblocking.project.ProjectId;
import codeblocking.project.UserId;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Hunches in the database. */
public final class JpaIntents implements IntentRecords {
  private final Ledger ledger;

  JpaIntents(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public void begin(Intent intent, IntentScore score) {
    ledger.run(
        transaction -> {
          EntityManager entities = transaction.entities();
          IntentRow row = entities.find(IntentRow.class, intent.projectId().toString());
          boolean fresh = row == null;
          if (row == null) {
            row = new IntentRow();
            row.projectId = intent.projectId().toString();
          }
          row.userId = intent.userId().value();
          row.began = intent.began();
          row.until = intent.until();
          if (fresh) {
            entities.persist(row);
          }
          put(entities, intent.userId().value(), score);
        });
  }

  private static void put(EntityManager entities, String user, IntentScore score) {
    IntentScoreRow row = entities.find(IntentScoreRow.class, user);
    boolean fresh = row == null;
    if (row == null) {
      row = new IntentScoreRow();
      row.userId = user;
    }
    row.tokens = score.tokens();
    row.at = score.at();
    row.hits = score.hits();
    row.misses = score.misses();
    if (fresh) {
      entities.persist(row);
    }
  }

  @Override
  public Optional<Intent> find(ProjectId project) {
    return ledger.read(
        entities ->
            Optional.ofNullable(entities.find(IntentRow.class, project.toString()))
                .map(JpaIntents::intent));
  }

  @Override
  public List<Intent> live(@Nullable UserId user) {
    return ledger.read(
        entities -> {
          TypedQuery<IntentRow> query =
              entities.createQuery(
                  "SELECT i FROM IntentRow i"
                      + (user == null ? "" : " WHERE i.userId = :user")
                      + " ORDER BY i.began, i.projectId",
                  IntentRow.class);
          if (user != null) {
            query.setParameter("user", user.value());
          }
          return query.getResultList().stream().map(JpaIntents::intent).toList();
        });
  }

  @Override
  public boolean end(Intent intent, UnaryOperator<IntentScore> change) {
    return ledger.write(
        transaction -> {
          EntityManager entities = transaction.entities();
          int gone =
              entities
                  .createQuery("DELETE FROM IntentRow i WHERE i.projectId = :p AND i.began = :b")
                  .setParameter("p", intent.projectId().toString())
                  .setParameter("b", intent.began())
                  .executeUpdate();
          String user = intent.userId().value();
          IntentScoreRow row =
              entities.find(IntentScoreRow.class, user, LockModeType.PESSIMISTIC_WRITE);
          if (gone > 0 && row != null) {
            put(entities, user, change.apply(score(row)));
          }
          return gone > 0;
        });
  }

  @Override
  public Optional<IntentScore> score(UserId user) {
    return ledger.read(
        entities ->
            Optional.ofNullable(entities.find(IntentScoreRow.class, user.value()))
                .map(JpaIntents::score));
  }

  private static IntentScore score(IntentScoreRow row) {
    return new IntentScore(row.tokens, row.at, row.hits, row.misses);
  }

  private static Intent intent(IntentRow row) {
    return new Intent(ProjectId.of(row.projectId), new UserId(row.userId), row.began, row.until);
  }
}

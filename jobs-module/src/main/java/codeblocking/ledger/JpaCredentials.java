package codeblocking.ledger;

import codeblocking.credential.Credential;
import codeblocking.credential.Credentials;
import codeblocking.credential.Seal;
import codeblocking.project.UserId;
import java.util.Locale;
import java.util.Optional;

/** Credentials in the database, sealed. */
public final class JpaCredentials implements Credentials {
  private final Ledger ledger;
  private final Seal seal;

  JpaCredentials(Ledger ledger, Seal seal) {
    this.ledger = ledger;
    this.seal = seal;
  }

  @Override
  public void put(UserId user, String host, Credential credential) {
    String key = host.toLowerCase(Locale.ROOT);
    ledger.run(
        transaction -> {
          CredentialRow row =
              transaction
                  .entities()
                  .find(CredentialRow.class, new CredentialRow.Key(user.value(), key));
          boolean fresh = row == null;
          if (row == null) {
            row = new CredentialRow();
            row.userId = user.value();
            row.host = key;
          }
          row.username = credential.username();
          row.sealed = seal.close(credential.secret(), context(user, key));
          if (fresh) {
            transaction.entities().persist(row);
          }
        });
  }

  /** Bound into the seal: a row copied to another user or host does not open. */
  private static String context(UserId user, String host) {
    return user.value() + "\n" + host;
  }

  @Override
  public void remove(UserId user, String host) {
    ledger.run(
        transaction ->
            transaction
                .entities()
                .createQuery(
                    "DELETE FROM CredentialRow c WHERE c.userId = :user AND c.host = :host")
                .setParameter("user", user.value())
                .setParameter("host", host.toLowerCase(Locale.ROOT))
                .executeUpdate());
  }

  @Override
  public Optional<Credential> find(UserId user, String host) {
    String key = host.toLowerCase(Locale.ROOT);
    return ledger.read(
        entities ->
            Optional.ofNullable(
                    entities.find(CredentialRow.class, new CredentialRow.Key(user.value(), key)))
                .map(
                    row ->
                        new Credential(row.username, seal.open(row.sealed, context(user, key)))));
  }
}

package codeblocking.ledger;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A row of {@code credential}. */
@Entity
@IdClass(CredentialRow.Key.class)
@Table(name = "credential")
@SuppressWarnings("NullAway.Init")
class CredentialRow {
  @Id
  @Column(name = "user_id")
  String userId;

  @Id String host;
  String username;
  String sealed;

  /** Composite key. */
  static class Key implements java.io.Serializable {
    String userId = "";
    String host = "";

    Key() {}

    Key(String userId, String host) {
      this.userId = userId;
      this.host = host;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key && key.userId.equals(userId) && key.host.equals(host);
    }

    @Override
    public int hashCode() {
      return userId.hashCode() * 31 + host.hashCode();
    }
  }
}

package codeblocking.ledger;

import codeblocking.settings.Settings;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.EntityTransaction;
import jakarta.persistence.Persistence;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/** The database: connections, schema and short transactions. */
public final class Ledger implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(Ledger.class.getName());
  private static final int TRIES = 4;
  // Deadlock victim, serialization failure, lock timeout (SQL standard, PostgreSQL, H2).
  private static final Set<String> WORTH_REPEATING = Set.of("40001", "40P01", "55P03", "HYT00");

  private final HikariDataSource pool;
  private final EntityManagerFactory factory;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  private Ledger(HikariDataSource pool, EntityManagerFactory factory) {
    this.pool = pool;
    this.factory = factory;
  }

  /** Connects, and brings the schema to this version. */
  public static Ledger open(Settings.Database database) {
    HikariDataSource pool = new HikariDataSource(configuration(database));
    Flyway.configure(Ledger.class.getClassLoader())
        .dataSource(pool)
        .locations("classpath:codeblocking/schema")
        .javaMigrations(new FailuresOfOld())
        .load()
        .migrate();
    if (embedded(database)) {
      numberEvents(pool);
    }
    EntityManagerFactory factory =
        Persistence.createEntityManagerFactory(
            "ledger",
            Map.of(
                "jakarta.persistence.nonJtaDataSource",
                pool,
                "eclipselink.classloader",
                Ledger.class.getClassLoader()));
    return new Ledger(pool, factory);
  }

  /** Only this process has it open. */
  private static boolean embedded(Settings.Database database) {
    String url = database.url();
    return url.startsWith("jdbc:h2:") && !url.matches("jdbc:h2:(tcp|ssl):.*");
  }

  /**
   * H2 takes events' numbers from memory, a hundred at a time: with each single one it would write
   * a second transaction to the disk. What a crash has left unused is used now, since readers wait
   * at a hole.
   */
  private static void numberEvents(HikariDataSource pool) {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER TABLE event ALTER COLUMN seq SET CACHE 100");
      try (ResultSet last = statement.executeQuery("SELECT MAX(seq) FROM event")) {
        if (last.next() && last.getLong(1) > 0) {
          statement.execute(
              "ALTER TABLE event ALTER COLUMN seq RESTART WITH (SELECT MAX(seq) + 1 FROM event)");
        }
      }
    } catch (SQLException e) {
      throw new LedgerUnavailable("the database cannot be prepared: " + e.getMessage(), e);
    }
  }

  private static HikariConfig configuration(Settings.Database database) {
    HikariConfig config = new HikariConfig();
    boolean h2 = database.url().startsWith("jdbc:h2:");
    config.setDriverClassName(h2 ? "org.h2.Driver" : "org.postgresql.Driver");
    // The server closes the database itself, in order; H2's own shutdown hook would be earlier.
    config.setJdbcUrl(
        h2 ? database.url() + ";LOCK_TIMEOUT=3000;DB_CLOSE_ON_EXIT=FALSE" : database.url());
    config.setUsername(database.user());
    config.setPassword(database.password());
    config.setMaximumPoolSize(24);
    config.setMinimumIdle(4);
    // A request must not hang while the database is away: it gets a 503 sooner than this.
    config.setConnectionTimeout(3_000);
    config.setValidationTimeout(1_000);
    config.setPoolName("ledger");
    if (!h2) {
      config.addDataSourceProperty("socketTimeout", "20");
      config.addDataSourceProperty("connectTimeout", "3");
      config.addDataSourceProperty("tcpKeepAlive", "true");
    }
    return config;
  }

  /** Runs after every commit that added events, on the committing thread: must not block. */
  void onCommit(Runnable listener) {
    listeners.add(listener);
  }

  /** One transaction; repeated from its start when it was a deadlock's victim. */
  <T extends @Nullable Object> T write(Function<Transaction, T> body) {
    for (int attempt = 1; ; attempt++) {
      try {
        return once(body);
      } catch (RuntimeException e) {
        if (attempt == TRIES || !worthRepeating(e)) {
          throw classified(e);
        }
        LOGGER.log(Level.DEBUG, "Transaction repeated after {0}", e.getMessage());
      }
    }
  }

  void run(Consumer<Transaction> body) {
    write(
        transaction -> {
          body.accept(transaction);
          return Boolean.TRUE;
        });
  }

  /** Reads outside a transaction's locks. */
  <T extends @Nullable Object> T read(Function<EntityManager, T> body) {
    try (EntityManager entities = factory.createEntityManager()) {
      return body.apply(entities);
    } catch (RuntimeException e) {
      throw classified(e);
    }
  }

  private <T extends @Nullable Object> T once(Function<Transaction, T> body) {
    Transaction transaction;
    T result;
    try (EntityManager entities = factory.createEntityManager()) {
      EntityTransaction jpa = entities.getTransaction();
      jpa.begin();
      transaction = new Transaction(entities);
      try {
        result = body.apply(transaction);
        transaction.writeEvents();
        jpa.commit();
      } finally {
        if (jpa.isActive()) {
          jpa.rollback();
        }
      }
    }
    if (transaction.hasEvents()) {
      listeners.forEach(Runnable::run);
    }
    transaction.afterCommit().forEach(Runnable::run);
    return result;
  }

  private static boolean worthRepeating(Throwable thrown) {
    SQLException sql = sqlCause(thrown);
    return sql != null && sql.getSQLState() != null && WORTH_REPEATING.contains(sql.getSQLState());
  }

  private static @Nullable SQLException sqlCause(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return sql;
      }
    }
    return null;
  }

  private static RuntimeException classified(RuntimeException e) {
    return sqlCause(e) == null
        ? e
        : new LedgerUnavailable("the database did not answer; nothing was changed", e);
  }

  @Override
  public void close() {
    factory.close();
    pool.close();
  }
}

package codeblocking.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every setting of the product, validated; immutable. Built once at start by {@link
 * SettingsReader}.
 *
 * @param http where to listen
 * @param dataDir everything durable
 * @param database where the ledger lives
 * @param broker where the doorbells go
 * @param dockerHost such as {@code unix:///var/run/docker.sock}
 * @param environments by name, in the configured order
 * @param lifecycle how long things are kept
 * @param limits what may be taken
 * @param access who may call from where
 * @param persistTarget where saves land
 * @param runtime OCI runtime of workspace containers; empty: the engine's default
 * @param network {@code isolated}, {@code none} or the name of an existing network
 * @param githubApi base of the GitHub REST API
 */
public record Settings(
    Http http,
    Path dataDir,
    Database database,
    Broker broker,
    URI dockerHost,
    Map<String, EnvironmentSettings> environments,
    Lifecycle lifecycle,
    Limits limits,
    Access access,
    PersistTarget persistTarget,
    Optional<String> runtime,
    String network,
    URI githubApi) {

  /** Where the one port listens. */
  public record Http(String host, int port) {}

  /** JDBC address; H2 on a file unless told otherwise. */
  public record Database(String url, String user, String password) {}

  /** {@code url} empty: the embedded broker. */
  public record Broker(Optional<URI> url, String user, String password) {}

  /** How long things are kept; see CONTRACT for each. */
  public record Lifecycle(
      Duration grace,
      Duration freeze,
      Duration zombieInterval,
      Duration zombieAge,
      Duration keepalive,
      Duration idle,
      Duration snapshotInterval) {}

  /** What may be taken at most. */
  public record Limits(
      int queueMax,
      int userMaxContainers,
      int maxContainers,
      long workspaceQuotaBytes,
      int namespacesAhead) {}

  /**
   * Who may call from where.
   *
   * @param origins further browser origins, such as {@code https://ide.example.com}
   * @param importHosts hosts a project may be imported from or pushed to
   * @param tokenLifetime of local tokens
   * @param publicKey of an outside issuer: PEM text or JWKS; empty: local sign-in
   * @param publicKeyLocation URL or file of it
   * @param issuer expected {@code iss}; local sign-in has its own
   */
  public record Access(
      List<String> origins,
      List<String> importHosts,
      Duration tokenLifetime,
      Optional<String> publicKey,
      Optional<String> publicKeyLocation,
      Optional<String> issuer) {
    public boolean localSignIn() {
      return publicKey.isEmpty() && publicKeyLocation.isEmpty();
    }
  }

  /** Where a save lands. */
  public enum PersistTarget {
    BRANCH,
    REF
  }

  /** The browser origins that are this server's own. */
  public List<String> ownOrigins() {
    return java.util.stream.Stream.of("localhost", "127.0.0.1", "[::1]", bracketed(http.host()))
        .distinct()
        .map(host -> "http://" + host + ":" + http.port())
        .toList();
  }

  private static String bracketed(String host) {
    return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
  }
}

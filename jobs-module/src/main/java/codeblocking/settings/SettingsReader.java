package codeblocking.settings;

import codeblocking.settings.Settings.Access;
import codeblocking.settings.Settings.Broker;
import codeblocking.settings.Settings.Database;
import codeblocking.settings.Settings.Http;
import codeblocking.settings.Settings.Lifecycle;
import codeblocking.settings.Settings.Limits;
import codeblocking.settings.Settings.PersistTarget;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and validates every setting; the first wrong one stops the start. */
public final class SettingsReader {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,30}");
  private static final Pattern SIZE =
      Pattern.compile("(\\d{1,15})\\s*(B|KiB|MiB|GiB|TiB)?", Pattern.CASE_INSENSITIVE);
  private static final long MIB = 1L << 20;

  private final Function<String, Optional<String>> lookup;

  private SettingsReader(Function<String, Optional<String>> lookup) {
    this.lookup = lookup;
  }

  /**
   * Reads all settings.
   *
   * @param lookup value of a key such as {@code codeblocking.http.port}; empty: not set
   * @throws InvalidSetting naming key, value and what is allowed
   */
  public static Settings read(Function<String, Optional<String>> lookup) {
    return new SettingsReader(key -> lookup.apply(key).map(String::strip).filter(v -> !v.isEmpty()))
        .read();
  }

  /** Looks keys up as system properties, then as environment variables (MicroProfile Config). */
  public static Optional<String> fromProcess(String key) {
    String property = System.getProperty(key);
    if (property != null) {
      return Optional.of(property);
    }
    return Optional.ofNullable(System.getenv(environmentName(key)));
  }

  /** {@code codeblocking.http.port} becomes {@code CODEBLOCKING_HTTP_PORT}. */
  public static String environmentName(String key) {
    return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }

  private Settings read() {
    Path dataDir = path("codeblocking.data.dir", "./data");
    return new Settings(
        new Http(
            text("codeblocking.http.host", "127.0.0.1"),
            integer("codeblocking.http.port", 8080, 1, 65_535)),
        dataDir,
        database(dataDir),
        broker(),
        dockerHost(),
        environments(),
        lifecycle(),
        new Limits(
            integer("codeblocking.queue.max", 10_000, 1, 10_000_000),
            integer("codeblocking.user.max-containers", 5, 1, 100_000),
            integer("codeblocking.max-containers", 100, 1, 100_000),
            size("codeblocking.workspace.quota", "2GiB", MIB),
            integer("codeblocking.pool.namespaces", 4, 0, 100)),
        access(),
        target(),
        lookup.apply("codeblocking.runtime"),
        network(),
        http("codeblocking.github.api", "https://api.github.com"));
  }

  private Database database(Path dataDir) {
    // WRITE_DELAY=0: a commit is on the disk when it returns; H2's default may lose half a second.
    // async: a worker that is interrupted while it writes would close the file under everybody.
    String embedded = "jdbc:h2:async:" + dataDir.resolve("db/ledger") + ";WRITE_DELAY=0";
    String url = text("codeblocking.db.url", embedded);
    if (!url.startsWith("jdbc:h2:") && !url.startsWith("jdbc:postgresql:")) {
      throw new InvalidSetting(
          "codeblocking.db.url", url, "must start with jdbc:postgresql: or jdbc:h2:");
    }
    return new Database(
        url, text("codeblocking.db.user", "sa"), text("codeblocking.db.password", ""));
  }

  private Broker broker() {
    String key = "codeblocking.broker.url";
    Optional<URI> url =
        lookup
            .apply(key)
            .filter(value -> !value.equals("embedded"))
            .map(value -> uri(key, value, List.of("tcp"), "must be tcp://host:port"));
    url.ifPresent(
        value -> {
          if (value.getHost() == null || value.getPort() < 1) {
            throw new InvalidSetting(key, value.toString(), "must be tcp://host:port");
          }
        });
    return new Broker(
        url, text("codeblocking.broker.user", ""), text("codeblocking.broker.password", ""));
  }

  private URI dockerHost() {
    return uri(
        "codeblocking.docker.host",
        text("codeblocking.docker.host", "unix:///var/run/docker.sock"),
        List.of("unix", "tcp"),
        "must be unix:///path or tcp://host:port");
  }

  private Map<String, EnvironmentSettings> environments() {
    String key = "codeblocking.environments";
    Map<String, EnvironmentSettings> all = new LinkedHashMap<>();
    for (String name : list(key, "base,node,python,java")) {
      if (!NAME.matcher(name).matches()) {
        throw new InvalidSetting(
            key, name, "a name is lower-case letters, digits and dashes, at most 31");
      }
      all.put(name, environment(name));
    }
    if (all.isEmpty()) {
      throw new InvalidSetting(key, "", "must name at least one environment");
    }
    return java.util.Collections.unmodifiableMap(all);
  }

  private EnvironmentSettings environment(String name) {
    String prefix = "codeblocking.environment." + name;
    String pool = "codeblocking.pool." + name;
    int poolSize = integer(pool + ".size", name.equals("base") ? 2 : 0, 0, 1000);
    return new EnvironmentSettings(
        name,
        text(prefix + ".image", "codeblocking/" + name + ":local"),
        size(prefix + ".memory", name.equals("java") ? "1GiB" : "512MiB", 64 * MIB),
        decimal(prefix + ".cpus", "1", 0.05, 1024),
        integer(prefix + ".pids", 256, 16, 100_000),
        poolSize,
        integer(
            pool + ".max",
            Math.min(1000, poolSize * EnvironmentSettings.POOL_BURST),
            poolSize,
            1000));
  }

  private Lifecycle lifecycle() {
    return new Lifecycle(
        duration("codeblocking.grace", "PT5S", Duration.ZERO),
        duration("codeblocking.freeze", "PT0S", Duration.ZERO),
        duration("codeblocking.zombie.interval", "PT30S", Duration.ofSeconds(1)),
        duration("codeblocking.zombie.age", "PT5M", Duration.ofSeconds(1)),
        duration("codeblocking.keepalive", "PT0S", Duration.ZERO),
        duration("codeblocking.idle", "PT2H", Duration.ofMinutes(1)),
        duration("codeblocking.snapshot.interval", "PT10S", Duration.ofSeconds(1)));
  }

  private Access access() {
    List<String> origins = list("codeblocking.origins", "");
    for (String origin : origins) {
      if (!origin.matches("https?://[^/\\s*]+")) {
        throw new InvalidSetting(
            "codeblocking.origins", origin, "must be scheme://host[:port] without a path");
      }
    }
    List<String> hosts =
        list("codeblocking.import.hosts", "github.com,gitlab.com,bitbucket.org,codeberg.org");
    for (String host : hosts) {
      if (!host.matches("(http://)?[A-Za-z0-9.\\-\\[\\]:]+")) {
        throw new InvalidSetting(
            "codeblocking.import.hosts", host, "must be host[:port] or http://host[:port]");
      }
    }
    return new Access(
        origins,
        hosts,
        duration("codeblocking.token.lifetime", "PT12H", Duration.ofSeconds(1)),
        lookup.apply("mp.jwt.verify.publickey"),
        lookup.apply("mp.jwt.verify.publickey.location"),
        lookup.apply("mp.jwt.verify.issuer"));
  }

  private PersistTarget target() {
    String key = "codeblocking.persist.target";
    String value = text(key, "branch");
    return switch (value) {
      case "branch" -> PersistTarget.BRANCH;
      case "ref" -> PersistTarget.REF;
      default -> throw new InvalidSetting(key, value, "must be branch or ref");
    };
  }

  private String network() {
    String key = "codeblocking.network";
    String value = text(key, "isolated");
    if (!value.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,127}")
        || value.equals("host")
        || value.equals("bridge")) {
      throw new InvalidSetting(
          key,
          value,
          "must be isolated, none or the name of an existing network (not host or bridge)");
    }
    return value;
  }

  private String text(String key, String standard) {
    return lookup.apply(key).orElse(standard);
  }

  private List<String> list(String key, String standard) {
    return Arrays.stream(text(key, standard).split(","))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .toList();
  }

  private int integer(String key, int standard, int least, int most) {
    String value = text(key, Integer.toString(standard));
    try {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Falls through to the one message that covers both.
    }
    throw new InvalidSetting(key, value, "must be a whole number from " + least + " to " + most);
  }

  private double decimal(String key, String standard, double least, double most) {
    String value = text(key, standard);
    try {
      double number = Double.parseDouble(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Falls through to the one message that covers both.
    }
    throw new InvalidSetting(key, value, "must be a number from " + least + " to " + most);
  }

  private Duration duration(String key, String standard, Duration least) {
    String value = text(key, standard);
    try {
      Duration duration = Duration.parse(value);
      if (duration.compareTo(least) >= 0 && duration.compareTo(Duration.ofDays(3650)) <= 0) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      // Falls through to the one message that covers both.
    }
    throw new InvalidSetting(
        key, value, "must be an ISO-8601 duration such as PT5S, at least " + least);
  }

  private long size(String key, String standard, long least) {
    String value = text(key, standard);
    Matcher matcher = SIZE.matcher(value);
    if (matcher.matches()) {
      String unit = Optional.ofNullable(matcher.group(2)).orElse("B").toLowerCase(Locale.ROOT);
      int shift =
          switch (unit) {
            case "kib" -> 10;
            case "mib" -> 20;
            case "gib" -> 30;
            case "tib" -> 40;
            default -> 0;
          };
      long number = Long.parseLong(matcher.group(1));
      if (number <= Long.MAX_VALUE >> shift && number << shift >= least) {
        return number << shift;
      }
    }
    throw new InvalidSetting(
        key, value, "must be a size such as 512MiB or 2GiB, at least " + least / MIB + "MiB");
  }

  private Path path(String key, String standard) {
    String value = text(key, standard);
    try {
      return Path.of(value).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new InvalidSetting(key, value, "must be a path: " + e.getReason());
    }
  }

  private URI http(String key, String standard) {
    return uri(
        key, text(key, standard), List.of("https", "http"), "must be an http or https address");
  }

  private static URI uri(String key, String value, List<String> schemes, String allowed) {
    try {
      URI uri = new URI(value);
      if (uri.getScheme() != null && schemes.contains(uri.getScheme())) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Falls through to the one message that covers both.
    }
    throw new InvalidSetting(key, value, allowed);
  }
}

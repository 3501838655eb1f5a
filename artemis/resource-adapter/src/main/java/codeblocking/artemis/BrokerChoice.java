package codeblocking.artemis;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Which broker the configuration asks for. */
sealed interface BrokerChoice {

  String URL = "codeblocking.broker.url";
  int DEFAULT_PORT = 61616;

  /** A broker in this process, with its files in {@code directory}. */
  record Embedded(Path directory) implements BrokerChoice {}

  /** A broker elsewhere. */
  record External(String host, int port, @Nullable String user, @Nullable String password)
      implements BrokerChoice {

    @Override
    public String toString() {
      return "tcp://" + host + ":" + port;
    }
  }

  /**
   * The choice made by system properties, else by the environment: the order of MicroProfile
   * Config, which a resource adapter cannot reach.
   */
  static BrokerChoice fromProcess() {
    return from(
        key -> {
          String property = System.getProperty(key);
          return property != null ? property : System.getenv(environmentName(key));
        });
  }

  static BrokerChoice from(UnaryOperator<@Nullable String> lookup) {
    String url = blankToNull(lookup.apply(URL));
    if (url != null && !url.equals("embedded")) {
      return external(
          url,
          blankToNull(lookup.apply("codeblocking.broker.user")),
          blankToNull(lookup.apply("codeblocking.broker.password")));
    }
    String data = blankToNull(lookup.apply("codeblocking.data.dir"));
    return new Embedded(Path.of(data == null ? "data" : data).toAbsolutePath().resolve("broker"));
  }

  private static External external(String url, @Nullable String user, @Nullable String password) {
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException e) {
      throw notAllowed(url, e);
    }
    boolean plain =
        uri.getUserInfo() == null && uri.getQuery() == null && uri.getFragment() == null;
    if (!"tcp".equals(uri.getScheme()) || uri.getHost() == null || !plain) {
      throw notAllowed(url, null);
    }
    return new External(
        uri.getHost(), uri.getPort() == -1 ? DEFAULT_PORT : uri.getPort(), user, password);
  }

  private static IllegalArgumentException notAllowed(String url, @Nullable Throwable cause) {
    // Never the value itself where it may hold a password.
    String shown = url.contains("@") ? "(not shown, as it may hold a password)" : url;
    return new IllegalArgumentException(
        URL + "=" + shown + ": allowed is tcp://host:port, or nothing for the embedded broker",
        cause);
  }

  private static @Nullable String blankToNull(@Nullable String value) {
    return value == null || value.isBlank() ? null : value.strip();
  }

  private static String environmentName(String key) {
    return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }
}

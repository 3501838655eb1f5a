package codeblocking.web.signin;

import codeblocking.settings.Settings;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which browser origins may call. */
public final class Origins {
  private final Set<String> known;

  public Origins(Settings settings) {
    known =
        Stream.concat(settings.ownOrigins().stream(), settings.access().origins().stream())
            .map(Origins::canonical)
            .collect(Collectors.toUnmodifiableSet());
  }

  /** May read our answers from a browser: this server's own, and the configured ones. */
  public boolean allows(String origin) {
    return known.contains(canonical(origin));
  }

  /**
   * Whether a page of ours sent it. The list alone is not enough, since a configured origin may be
   * another site; the {@code Host} alone is not, since an attacker's name may lead to our address.
   */
  public boolean isOurs(@Nullable String origin, @Nullable String host) {
    if (origin == null || host == null || !allows(origin)) {
      return false;
    }
    String scheme = origin.substring(0, origin.indexOf(':') + 3);
    return canonical(origin).equals(canonical(scheme + host));
  }

  /** Browsers leave a scheme's own port out, configurations often do not. */
  private static String canonical(String origin) {
    String lower = origin.toLowerCase(Locale.ROOT);
    if (lower.startsWith("http://") && lower.endsWith(":80")) {
      return lower.substring(0, lower.length() - 3);
    }
    if (lower.startsWith("https://") && lower.endsWith(":443")) {
      return lower.substring(0, lower.length() - 4);
    }
    return lower;
  }
}

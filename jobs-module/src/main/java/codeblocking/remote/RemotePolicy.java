package codeblocking.remote;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Which addresses a project may be imported from and pushed to (CONTRACT §2). */
public final class RemotePolicy {
  private static final int MOST = 2_048;
  private static final Pattern LISTED =
      Pattern.compile("(http://)?([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(?::(\\d{1,5}))?");
  private static final Pattern ODD =
      Pattern.compile(
          "[\\p{Cntrl}\\s\\\\\\u0080-\\uFFFF]|%(0[0-9a-f]|1[0-9a-f]|7f)", Pattern.CASE_INSENSITIVE);

  /** Turns a name into addresses, each time anew. */
  public interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  private record Allowed(boolean http, String host, int port, boolean withPort) {}

  private final List<String> listed;
  private final List<Allowed> allowed;
  private final Resolver resolver;

  public RemotePolicy(List<String> importHosts, Resolver resolver) {
    this.listed = List.copyOf(importHosts);
    this.allowed = importHosts.stream().map(RemotePolicy::parse).toList();
    this.resolver = resolver;
  }

  /** Judges the text alone: no name is resolved. */
  public RemoteUrl check(String url) throws RemoteRefused {
    if (url.length() > MOST || ODD.matcher(url).find()) {
      throw refused("has characters that no repository address has, or too many");
    }
    URI uri = uri(url);
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      throw refused("is no https address");
    }
    if (uri.getRawUserInfo() != null) {
      throw refused("holds a user name or password; store a credential for the host instead");
    }
    if (uri.getHost() == null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw refused("is no plain https://host/path");
    }
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    if (path.length() < 2
        || Arrays.stream(path.split("/", -1)).anyMatch(s -> s.equals("..") || s.equals("."))) {
      throw refused("names no repository on the host");
    }
    boolean http = scheme.equals("http");
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    int port = uri.getPort() == -1 ? (http ? 80 : 443) : uri.getPort();
    for (Allowed entry : allowed) {
      if (entry.http == http && entry.host.equals(host) && entry.port == port) {
        String authority = uri.getPort() == -1 ? host : host + ":" + port;
        return new RemoteUrl(scheme + "://" + authority + path, http, host, port, entry.withPort);
      }
    }
    throw refused("is on a host that is not allowed here");
  }

  /**
   * The addresses to connect to, judged now. The caller connects to one of these, and resolves no
   * name again: what a name is bound to may change between two looks.
   */
  public List<InetAddress> addresses(RemoteUrl url) throws RemoteRefused, UnknownHostException {
    List<InetAddress> addresses = new ArrayList<>();
    for (InetAddress address : resolver.resolve(bare(url.host()))) {
      if (!url.trusted() && !PublicAddress.is(address)) {
        throw new RemoteRefused(
            "%s leads to an address that is not public; list it with its port to allow that"
                .formatted(url.host()));
      }
      addresses.add(address);
    }
    if (addresses.isEmpty()) {
      throw new UnknownHostException(url.host());
    }
    return addresses;
  }

  private URI uri(String url) throws RemoteRefused {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      throw refused("is no https address");
    }
  }

  private RemoteRefused refused(String why) {
    return new RemoteRefused(
        "The address %s. Allowed: https:// on %s."
            .formatted(why, listed.isEmpty() ? "no host" : String.join(", ", listed)));
  }

  private static Allowed parse(String entry) {
    var matcher = LISTED.matcher(entry);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("codeblocking.import.hosts: " + entry);
    }
    boolean http = matcher.group(1) != null;
    String port = matcher.group(3);
    return new Allowed(
        http,
        matcher.group(2).toLowerCase(Locale.ROOT),
        port == null ? (http ? 80 : 443) : Integer.parseInt(port),
        port != null);
  }

  private static String bare(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }
}

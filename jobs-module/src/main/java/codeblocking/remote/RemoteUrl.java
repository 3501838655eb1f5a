package codeblocking.remote;

/**
 * An address that the policy took.
 *
 * @param url as given, in canonical case; without secrets, fit to be shown
 * @param http false: https
 * @param host lower case; IPv6 in brackets
 * @param port effective
 * @param trusted listed with its port: may be loopback or private
 */
public record RemoteUrl(String url, boolean http, String host, int port, boolean trusted) {
  /** As credentials are kept: {@code name[:port]}, without a default port. */
  public String credentialHost() {
    return port == (http ? 80 : 443) ? host : host + ":" + port;
  }
}

package codeblocking.web.signin;

import java.util.Optional;

/** Addresses of pages, and the static files behind them. */
public final class Pages {
  private static final String DASHBOARD = "/";

  private Pages() {}

  /** The page's own address: the servlet container has put the welcome file in the root's place. */
  public static String address(String path) {
    return path.equals("/index.html") ? DASHBOARD : path;
  }

  public static boolean isPage(String path) {
    return path.equals(DASHBOARD) || file(path).isPresent();
  }

  /** The file that a page's own address stands for. */
  public static Optional<String> file(String path) {
    if (path.startsWith("/ide/") && path.indexOf('/', "/ide/".length()) < 0) {
      return Optional.of("/ide.html");
    }
    if (path.equals("/console") || path.startsWith("/console/")) {
      return Optional.of("/console.html");
    }
    return Optional.empty();
  }
}

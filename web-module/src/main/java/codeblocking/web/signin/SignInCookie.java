package codeblocking.web.signin;

import codeblocking.settings.Instance;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/** The cookie of our own pages; named per instance, since browsers share cookies among ports. */
public final class SignInCookie {
  private final String name;

  public SignInCookie(Instance instance) {
    this.name = "codeblocking-" + instance.id().substring(0, 8);
  }

  public @Nullable String read(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    if (cookies != null) {
      for (Cookie cookie : cookies) {
        if (cookie.getName().equals(name)) {
          return cookie.getValue();
        }
      }
    }
    return null;
  }

  /** A session cookie: the token inside has its own end. */
  public void write(HttpServletRequest request, HttpServletResponse response, String token) {
    boolean secure =
        request.isSecure() || "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto"));
    response.addHeader(
        "Set-Cookie",
        name + "=" + token + "; Path=/; HttpOnly; SameSite=Strict" + (secure ? "; Secure" : ""));
  }
}

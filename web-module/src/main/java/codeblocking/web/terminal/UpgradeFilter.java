package codeblocking.web.terminal;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Leaves {@link NoServices} on the thread when a handshake has been answered: the server opens the
 * connection on the same thread when all filters have returned, and gives the thread its own class
 * loader back after that.
 */
@WebFilter(urlPatterns = "/ws/*", asyncSupported = true)
public class UpgradeFilter extends HttpFilter {
  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    chain.doFilter(request, response);
    if (response.getStatus() == HttpServletResponse.SC_SWITCHING_PROTOCOLS) {
      NoServices.enter();
    }
  }
}

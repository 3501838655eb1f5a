package codeblocking.web.terminal;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Between the answer to a handshake and the opening of the connection, which the server does on the
 * same thread when all filters have returned; it gives the thread its own class loader back after
 * that.
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

package codeblocking.web.problem;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** What the servlet container refuses, told as a problem and not as its own page. */
@WebServlet(urlPatterns = "/error", asyncSupported = true)
public class ErrorServlet extends HttpServlet {
  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    boolean dispatched =
        request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer;
    int status = dispatched ? response.getStatus() : HttpServletResponse.SC_NOT_FOUND;
    Problems.write(response, Problems.ofStatus(status));
  }
}

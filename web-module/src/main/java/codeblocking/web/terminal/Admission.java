package codeblocking.web.terminal;

import codeblocking.identity.Authentication;
import codeblocking.identity.Caller;
import codeblocking.identity.Tickets;
import codeblocking.project.Project;
import codeblocking.project.ProjectId;
import codeblocking.project.Projects;
import codeblocking.terminal.Seen;
import codeblocking.terminal.TerminalName;
import codeblocking.terminal.TerminalSize;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides whether a client may attach to a terminal, and to which. */
public final class Admission {
  private static final String BEARER = "bearer ";
  private static final String USUAL_NAME = "main";
  private static final int USUAL_COLS = 80;
  private static final int USUAL_ROWS = 24;

  private final Authentication authentication;
  private final Tickets tickets;
  private final Projects projects;

  public Admission(Authentication authentication, Tickets tickets, Projects projects) {
    this.authentication = authentication;
    this.tickets = tickets;
    this.projects = projects;
  }

  /**
   * Somebody at the door of their own project, which may be gone by now.
   *
   * @param seen what was seen of the output; null: nothing
   */
  record Visitor(
      Caller caller,
      ProjectId project,
      TerminalName terminal,
      TerminalSize size,
      @Nullable Seen seen) {}

  /** Most often without asking the database: the token was checked and the owner is known. */
  Visitor recognize(Knock knock) throws Refused {
    Optional<ProjectId> id = ProjectId.parse(knock.projectId());
    Caller caller =
        caller(knock, id)
            .orElseThrow(() -> new Refused(CloseCode.NO_TOKEN, "no valid token or ticket"));
    // An operator sees the console, not other people's terminals.
    ProjectId project =
        id.filter(one -> projects.owner(one).filter(caller.user()::equals).isPresent())
            .orElseThrow(Admission::missing);
    return new Visitor(caller, project, name(knock), size(knock), seen(knock));
  }

  /** The project as it is now. */
  Project project(Visitor visitor) throws Refused {
    return projects.find(visitor.project()).orElseThrow(Admission::missing);
  }

  private static Refused missing() {
    return new Refused(CloseCode.NO_PROJECT, "no such project");
  }

  private Optional<Caller> caller(Knock knock, Optional<ProjectId> project) {
    String header = knock.authorization();
    if (header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return authentication.bearer(header.substring(BEARER.length()).strip());
    }
    String ticket = knock.parameter("ticket");
    return ticket == null ? Optional.empty() : project.flatMap(id -> tickets.redeem(ticket, id));
  }

  private static TerminalName name(Knock knock) throws Refused {
    String text = knock.parameter("terminal");
    return TerminalName.parse(text == null ? USUAL_NAME : text)
        .orElseThrow(() -> malformed("terminal is 1 to 32 letters, digits, dashes, underscores"));
  }

  private static TerminalSize size(Knock knock) throws Refused {
    long cols = number(knock, "cols", USUAL_COLS);
    long rows = number(knock, "rows", USUAL_ROWS);
    return TerminalSize.of((int) Math.min(cols, 1_000_000), (int) Math.min(rows, 1_000_000))
        .orElseThrow(() -> malformed("cols and rows are from 1 to 1000"));
  }

  private static @Nullable Seen seen(Knock knock) throws Refused {
    return knock.parameters().containsKey("offset")
        ? new Seen(number(knock, "offset", 0), knock.parameter("shell"))
        : null;
  }

  private static long number(Knock knock, String name, long standard) throws Refused {
    if (!knock.parameters().containsKey(name)) {
      return standard;
    }
    String text = knock.parameter(name);
    if (text == null || !text.matches("\\d{1,18}")) {
      throw malformed(name + " must be a whole number");
    }
    return Long.parseLong(text);
  }

  private static Refused malformed(String what) {
    return new Refused(CloseCode.FAILED, "malformed address: " + what);
  }
}

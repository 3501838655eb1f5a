package codeblocking.web.terminal;

import codeblocking.session.Sessions;
import codeblocking.terminal.Readiness;
import codeblocking.terminal.Terminals;

/** What a terminal's client is served with. */
public record TerminalServices(Sessions sessions, Readiness readiness, Terminals terminals) {}

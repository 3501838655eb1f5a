package codeblocking.web.terminal;

import codeblocking.event.EventFeed;
import codeblocking.identity.Authentication;
import codeblocking.identity.Tickets;
import codeblocking.project.Projects;
import codeblocking.session.Sessions;
import codeblocking.terminal.Readiness;
import codeblocking.terminal.Terminals;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Puts the terminal's edge together. */
@Dependent
public class TerminalWiring {
  @Produces
  @Singleton
  TerminalBroadcast broadcast(EventFeed feed) {
    TerminalBroadcast broadcast = new TerminalBroadcast();
    // For as long as the application lives.
    var unused = feed.subscribe(new TerminalNews(broadcast));
    return broadcast;
  }

  @Produces
  @Singleton
  TerminalServices services(Sessions sessions, Readiness readiness, Terminals terminals) {
    return new TerminalServices(sessions, readiness, terminals);
  }

  @Produces
  @Singleton
  TerminalClients clients(
      Authentication authentication,
      Tickets tickets,
      Projects projects,
      TerminalServices services,
      TerminalBroadcast broadcast,
      Farewell farewell) {
    TerminalClients clients =
        new TerminalClients(new Admission(authentication, tickets, projects), services, broadcast);
    farewell.before(clients::close);
    return clients;
  }

  void close(@Disposes TerminalClients clients) {
    clients.close();
  }
}

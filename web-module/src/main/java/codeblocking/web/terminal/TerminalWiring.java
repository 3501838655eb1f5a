package codeblocking.web.terminal;

import codeblocking.event.EventFeed;
import codeblocking.identity.Authentication;
import codeblocking.identity.Tickets;
import codeblocking.job.Jobs;
import codeblocking.project.Projects;
import codeblocking.save.SaveGate;
import codeblocking.save.Saves;
import codeblocking.session.Sessions;
import codeblocking.terminal.Readiness;
import codeblocking.terminal.Terminals;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Puts the terminal's edge together. */
@Dependent
public class TerminalWiring {
  @Produces
  @Singleton
  TerminalBroadcast broadcast() {
    return new TerminalBroadcast();
  }

  @Produces
  @Singleton
  SafetyWatch safetyWatch(
      TerminalBroadcast broadcast,
      EventFeed feed,
      Projects projects,
      Jobs jobs,
      SaveGate gate,
      Saves saves,
      Clock clock) {
    SafetyWatch watch = new SafetyWatch(broadcast, new ProjectSafety(projects, jobs, gate), clock);
    broadcast.onActivity(watch::active);
    // For as long as the application lives.
    var unused = feed.subscribe(new TerminalNews(broadcast, saves, watch.thread(), watch::changed));
    return watch;
  }

  void close(@Disposes SafetyWatch watch) {
    watch.close();
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
      SafetyWatch watch,
      Farewell farewell) {
    watch.start();
    TerminalClients clients =
        new TerminalClients(new Admission(authentication, tickets, projects), services, broadcast);
    farewell.before(clients::close);
    return clients;
  }

  void close(@Disposes TerminalClients clients) {
    clients.close();
  }
}

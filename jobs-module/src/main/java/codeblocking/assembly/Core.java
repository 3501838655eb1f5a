package codeblocking.assembly;

import codeblocking.credential.Seal;
import codeblocking.event.Acts;
import codeblocking.event.EventFeed;
import codeblocking.event.Events;
import codeblocking.github.GitHubApi;
import codeblocking.github.GitHubSite;
import codeblocking.github.GitHubUsers;
import codeblocking.identity.Authentication;
import codeblocking.identity.LocalKeys;
import codeblocking.identity.Tickets;
import codeblocking.identity.Tokens;
import codeblocking.job.Claims;
import codeblocking.job.Jobs;
import codeblocking.ledger.Ledger;
import codeblocking.ledger.LedgerPorts;
import codeblocking.lifeline.Lifelines;
import codeblocking.project.Projects;
import codeblocking.queue.BrokerQueues;
import codeblocking.queue.Relay;
import codeblocking.save.Saves;
import codeblocking.session.Sessions;
import codeblocking.settings.DataDirectory;
import codeblocking.settings.Instance;
import codeblocking.settings.Settings;
import codeblocking.settings.SettingsReader;
import codeblocking.trend.Trends;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.jms.ConnectionFactory;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;

/** Settings, the ledger and who is calling. */
@Singleton
public class Core {
  @Produces
  @Singleton
  Settings settings() {
    return SettingsReader.read(
        key -> ConfigProvider.getConfig().getOptionalValue(key, String.class));
  }

  @Produces
  @Singleton
  DataDirectory data(Settings settings) {
    return new DataDirectory(settings.dataDir());
  }

  @Produces
  @Singleton
  codeblocking.place.Places places(DataDirectory data) {
    return new codeblocking.place.Places(data);
  }

  @Produces
  @Singleton
  Instance instance(DataDirectory data) {
    return Instance.of(data);
  }

  @Produces
  @Singleton
  Clock clock() {
    return Clock.systemUTC();
  }

  @Produces
  @Singleton
  LocalKeys keys(DataDirectory data) {
    return LocalKeys.open(data);
  }

  @Produces
  @Singleton
  Authentication authentication(Settings settings, LocalKeys keys, Clock clock) {
    return Authentication.of(settings, keys, clock);
  }

  @Produces
  @Singleton
  Tokens tokens(LocalKeys keys, Clock clock) {
    return new Tokens(keys, clock);
  }

  @Produces
  @Singleton
  Tickets tickets(Clock clock) {
    return new Tickets(clock);
  }

  @Produces
  @Singleton
  Relay relay(ConnectionFactory factory, Settings settings) {
    return new Relay(
        factory,
        settings.broker().url().isPresent()
            ? BrokerQueues.EXTERNAL
            : BrokerQueues.embedded(ManagementFactory.getPlatformMBeanServer()));
  }

  @Produces
  @Singleton
  Ledger ledger(Settings settings) {
    return Ledger.open(settings.database());
  }

  void close(@Disposes Ledger ledger) {
    ledger.close();
  }

  @Produces
  @Singleton
  LedgerPorts ports(
      Ledger ledger, Clock clock, Relay relay, LocalKeys keys, LedgerPorts.Node node) {
    return LedgerPorts.of(ledger, clock, relay, new Seal(keys.credentialSecret()), node);
  }

  @Produces
  @Singleton
  LedgerPorts.Node node(Instance instance, Settings settings) {
    return new LedgerPorts.Node(
        instance.id(), UUID.randomUUID().toString(), settings.limits().queueMax());
  }

  @Produces
  @Singleton
  Jobs jobs(LedgerPorts ports) {
    return ports.jobs();
  }

  @Produces
  @Singleton
  Claims claims(LedgerPorts ports) {
    return ports.claims();
  }

  @Produces
  @Singleton
  Projects projects(LedgerPorts ports) {
    return ports.projects();
  }

  @Produces
  @Singleton
  Sessions sessions(LedgerPorts ports) {
    return ports.sessions();
  }

  @Produces
  @Singleton
  codeblocking.container.ContainerRecords records(LedgerPorts ports) {
    return ports.containers();
  }

  @Produces
  @Singleton
  Saves saves(LedgerPorts ports) {
    return ports.saves();
  }

  @Produces
  @Singleton
  codeblocking.credential.Credentials credentials(LedgerPorts ports) {
    return ports.credentials();
  }

  @Produces
  @Singleton
  GitHubUsers gitHub(Settings settings, LedgerPorts ports, Clock clock) {
    return new GitHubUsers(
        new GitHubApi(GitHubSite.of(settings.githubApi()), clock), ports.credentials());
  }

  @Produces
  @Singleton
  Acts acts(LedgerPorts ports) {
    return ports.acts();
  }

  @Produces
  @Singleton
  Trends trends(LedgerPorts ports) {
    return ports.trends();
  }

  @Produces
  @Singleton
  Lifelines lifelines(LedgerPorts ports) {
    return ports.lifelines();
  }

  @Produces
  @Singleton
  Events events(LedgerPorts ports) {
    return ports.events();
  }

  @Produces
  @Singleton
  EventFeed feed(Events events) {
    return new EventFeed(events);
  }
}

package codeblocking.assembly;

import codeblocking.cleanup.DeleteProject;
import codeblocking.cleanup.GraceAfterSave;
import codeblocking.cleanup.PausedSave;
import codeblocking.cleanup.StopContainer;
import codeblocking.cleanup.StopGate;
import codeblocking.cleanup.Sweep;
import codeblocking.cleanup.ZombieRule;
import codeblocking.container.ContainerRecords;
import codeblocking.container.DockerContainers;
import codeblocking.event.EventFeed;
import codeblocking.job.Handler;
import codeblocking.ledger.LedgerPorts;
import codeblocking.place.Places;
import codeblocking.pool.Pool;
import codeblocking.prewarm.IntentOutcomes;
import codeblocking.prewarm.Prewarm;
import codeblocking.prewarm.Prewarming;
import codeblocking.prewarm.RequestPrewarm;
import codeblocking.project.Projects;
import codeblocking.queue.JobRunner;
import codeblocking.save.Saving;
import codeblocking.settings.Instance;
import codeblocking.settings.Settings;
import codeblocking.terminal.Readiness;
import codeblocking.terminal.Terminals;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Containers, terminals, and the workers of each kind of job. */
@Singleton
public class Workers {
  private static final System.Logger LOGGER = System.getLogger(Workers.class.getName());

  @Produces
  @Singleton
  DockerContainers docker(Settings settings, Instance instance, Places places) {
    return new DockerContainers(settings, instance.id(), places);
  }

  void close(@Disposes DockerContainers docker) {
    try {
      docker.close();
    } catch (IOException e) {
      LOGGER.log(Level.WARNING, "Closing the connection to the engine failed", e);
    }
  }

  @Produces
  @Singleton
  Terminals terminals(DockerContainers docker, Background background) {
    return new Terminals(docker, background.executor(), background.later());
  }

  void close(@Disposes Terminals terminals) {
    terminals.close();
  }

  @Produces
  @Singleton
  RequestPrewarm requestPrewarm(Settings settings, LedgerPorts ports, IntentOutcomes intents) {
    return new RequestPrewarm(
        settings, ports.projects(), ports.jobs(), ports.containers(), intents);
  }

  @Produces
  @Singleton
  Readiness readiness(
      RequestPrewarm request,
      LedgerPorts ports,
      DockerContainers docker,
      EventFeed feed,
      Background background) {
    return new Prewarming(
        request, new Prewarming.Engine(docker, ports.containers()), feed, background.executor());
  }

  @Produces
  @Singleton
  Prewarm prewarm(
      Projects projects,
      Prewarm.Engine engine,
      ContainerRecords records,
      Settings settings,
      Clock clock) {
    return new Prewarm(projects, engine, records, settings.environments(), clock);
  }

  @Produces
  @Singleton
  Prewarm.Engine starts(DockerContainers docker, Pool pool, Terminals shells) {
    return new Prewarm.Engine(docker, pool, shells);
  }

  @Produces
  @Singleton
  StopGate gate(DockerContainers docker, LedgerPorts ports, Terminals shells, Saving saving) {
    return new StopGate(
        new StopGate.Engine(docker, ports.containers(), shells),
        ports.sessions(),
        new PausedSave(saving, ports.jobs()),
        ports.jobs());
  }

  @Produces
  @Singleton
  Sweep sweep(DockerContainers docker, LedgerPorts ports, Settings settings, Clock clock) {
    return new Sweep(
        ports.projects(),
        docker,
        ports.containers(),
        new Sweep.Activity(ports.sessions(), ports.jobs(), ports.saves()),
        new ZombieRule(settings.lifecycle().zombieAge(), settings.lifecycle().freeze()),
        clock);
  }

  @Produces
  @Singleton
  JobRunner runner(
      LedgerPorts ports,
      Settings settings,
      Repositories repositories,
      Hands hands,
      Clock clock,
      Background background) {
    GraceAfterSave persist =
        new GraceAfterSave(
            repositories.persist(),
            ports.jobs(),
            ports.sessions(),
            ports.containers(),
            settings.lifecycle().grace());
    List<Handler> handlers = new ArrayList<>(repositories.importers());
    handlers.add(hands.prewarm());
    handlers.add(persist);
    handlers.add(new StopContainer(ports.projects(), hands.gate(), hands.reprieves()));
    handlers.add(
        new DeleteProject(
            ports.projects(),
            hands.gate(),
            ports.saves(),
            repositories.workspaces(),
            repositories.onlyHere(),
            repositories.saving()));
    handlers.add(hands.sweep());
    return new JobRunner(ports.claims(), handlers, clock, background.executor());
  }

  /** Workers of containers. */
  record Hands(Prewarm prewarm, StopGate gate, StopContainer.Reprieves reprieves, Sweep sweep) {}

  @Produces
  @Singleton
  Hands hands(Prewarm prewarm, StopGate gate, StopContainer.Reprieves reprieves, Sweep sweep) {
    return new Hands(prewarm, gate, reprieves, sweep);
  }
}

package codeblocking.web.terminal;

import codeblocking.container.ContainerRequest;
import codeblocking.container.EngineUnavailable;
import codeblocking.container.FakeContainers;
import codeblocking.container.LiveContainer;
import codeblocking.identity.Authentication;
import codeblocking.identity.Caller;
import codeblocking.identity.LocalKeys;
import codeblocking.identity.Tickets;
import codeblocking.identity.Tokens;
import codeblocking.project.Author;
import codeblocking.project.Project;
import codeblocking.project.ProjectId;
import codeblocking.project.Projects;
import codeblocking.project.UserId;
import codeblocking.session.BeingStopped;
import codeblocking.session.Session;
import codeblocking.session.Sessions;
import codeblocking.settings.DataDirectory;
import codeblocking.settings.Settings;
import codeblocking.settings.SettingsReader;
import codeblocking.terminal.ReadinessListener;
import codeblocking.terminal.Terminals;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Everything around a terminal's client, with one project of one user, and no engine. */
final class TerminalWorld implements AutoCloseable {
  static final UserId OWNER = new UserId("owner");
  static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");

  final Project project =
      new Project(ProjectId.random(), OWNER, author(), "name", "base", null, "main", null, NOW);

  /** What was done, in order. */
  final List<String> done = Collections.synchronizedList(new ArrayList<>());

  final FakeContainers containers;
  final Terminals terminals;
  final TerminalBroadcast broadcast = new TerminalBroadcast();
  final TerminalClients clients;
  final Tickets tickets = new Tickets(Clock.systemUTC());
  private final Settings settings;
  private final Tokens tokens;
  volatile @Nullable ReadinessListener listener;
  volatile boolean beingStopped;
  volatile Runnable whenOpening = () -> {};

  final java.util.concurrent.atomic.AtomicInteger failingCloses =
      new java.util.concurrent.atomic.AtomicInteger();

  TerminalWorld(Path data) {
    settings =
        SettingsReader.read(
            key ->
                key.equals("codeblocking.data.dir")
                    ? Optional.of(data.toString())
                    : Optional.empty());
    containers = new FakeContainers(data, Clock.systemUTC());
    terminals = new Terminals(containers, Runnable::run, work -> {});
    LocalKeys keys = LocalKeys.open(new DataDirectory(data));
    tokens = new Tokens(keys, Clock.systemUTC());
    Projects projects = stub(Projects.class, this::projects);
    clients =
        new TerminalClients(
            new Admission(Authentication.of(settings, keys, Clock.systemUTC()), tickets, projects),
            new TerminalServices(
                new OneSession(),
                (asked, author, hears) -> {
                  done.add("waiting");
                  listener = hears;
                  return () -> done.add("no longer waiting");
                },
                terminals),
            broadcast);
  }

  String bearer(String user, String... roles) {
    return "Bearer " + tokens.mint(new UserId(user), Set.of(roles), Duration.ofMinutes(5));
  }

  String ticket() {
    return tickets.issue(new Caller(OWNER, author(), Set.of(Caller.USER)), project.id());
  }

  private static Author author() {
    return new Author("owner", "owner");
  }

  LiveContainer started() throws EngineUnavailable {
    return containers.start(
        new ContainerRequest(
            project.id(),
            OWNER,
            java.util.Objects.requireNonNull(settings.environments().get("base"))));
  }

  @SuppressWarnings("unchecked")
  private static <T> T stub(Class<T> port, InvocationHandler answers) {
    return (T) Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, answers);
  }

  private @Nullable Object projects(
      Object self, java.lang.reflect.Method method, Object[] arguments) {
    if (method.getName().equals("owner")) {
      return Optional.of(project.owner()).filter(one -> project.id().equals(arguments[0]));
    }
    return method.getName().equals("find")
        ? Optional.of(project).filter(one -> one.id().equals(arguments[0]))
        : null;
  }

  /** Writes down what is asked of it. */
  private final class OneSession implements Sessions {
    @Override
    public Session open(ProjectId id, UserId user, String terminal) {
      if (beingStopped) {
        throw new BeingStopped("it is being stopped");
      }
      whenOpening.run();
      done.add("session opened");
      return new Session(UUID.randomUUID(), id, user, terminal, "node", NOW, NOW);
    }

    @Override
    public void close(UUID session) {
      if (failingCloses.getAndDecrement() > 0) {
        throw new IllegalStateException("no database");
      }
      done.add("session closed");
    }

    @Override
    public int count(ProjectId id) {
      return 0;
    }

    @Override
    public List<Session> list(@Nullable UserId user) {
      return List.of();
    }

    @Override
    public void heartbeat() {}

    @Override
    public int closeAbandoned() {
      return 0;
    }
  }

  @Override
  public void close() {
    clients.close();
  }
}

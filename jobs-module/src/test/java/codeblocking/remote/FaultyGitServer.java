package codeblocking.remote;

import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.http.server.GitServlet;
import org.eclipse.jgit.http.server.resolver.DefaultUploadPackFactory;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.LsRefsV2Request;
import org.eclipse.jgit.transport.ProtocolV2Hook;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.UploadPack;

/**
 * A smart-HTTP git server over a directory of bare repositories, whose every repository can be told
 * to misbehave, and which remembers who asked for what.
 */
public final class FaultyGitServer implements AutoCloseable {

  // Held, or the garbage collector would turn the level back with the logger.
  private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");

  static {
    // The faults are wanted: their stack traces are not news.
    JETTY.setLevel(Level.SEVERE);
  }

  private final Path root;
  private final boolean ownsRoot;
  private final Server jetty;
  private final ServerConnector connector;
  private final Map<String, Faults> faults = new ConcurrentHashMap<>();
  private final GitHubStandIn gitHub = new GitHubStandIn(this);

  private FaultyGitServer(Path root, boolean ownsRoot, int port) {
    this.root = root.toAbsolutePath().normalize();
    this.ownsRoot = ownsRoot;
    QueuedThreadPool threads = new QueuedThreadPool(64);
    threads.setName("git-server");
    threads.setDaemon(true);
    jetty = new Server(threads);
    connector = new ServerConnector(jetty, 1, 1);
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    jetty.addConnector(connector);
    jetty.setStopTimeout(0);

    ServletContextHandler context = new ServletContextHandler("/");
    context.addFilter(
        new FilterHolder(new FaultFilter(this::faults)), "/*", EnumSet.of(DispatcherType.REQUEST));
    context.addServlet(new ServletHolder(gitHub), "/api/v3/*");
    context.addServlet(new ServletHolder(gitServlet()), "/*");
    jetty.setHandler(context);
  }

  /** A server on a free loopback port over a temporary directory of its own. */
  public static FaultyGitServer start() {
    try {
      return start(Files.createTempDirectory("faulty-git-"), true, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A server over a directory that outlives it, on a given port: to stop and to come back. */
  public static FaultyGitServer start(Path root, int port) {
    return start(root, false, port);
  }

  private static FaultyGitServer start(Path root, boolean ownsRoot, int port) {
    FaultyGitServer server = new FaultyGitServer(root, ownsRoot, port);
    try {
      server.jetty.start();
    } catch (Exception e) {
      throw new IllegalStateException("The git server does not start", e);
    }
    return server;
  }

  public int port() {
    return connector.getLocalPort();
  }

  /** Connections are refused, and those that are open broken, until {@link #comeBack()}. */
  public void goAway() {
    int port = port();
    try {
      connector.stop();
    } catch (Exception e) {
      throw new IllegalStateException("The git server does not go away", e);
    }
    connector.setPort(port);
  }

  public void comeBack() {
    try {
      connector.start();
    } catch (Exception e) {
      throw new IllegalStateException("The git server does not come back", e);
    }
  }

  /** {@code http://127.0.0.1:PORT}. */
  public String origin() {
    return "http://127.0.0.1:" + port();
  }

  /** Where a git client finds the repository. */
  public String url(String name) {
    return origin() + "/" + name + ".git";
  }

  /** The API beside the repositories, at {@code /api/v3}. */
  public GitHubStandIn gitHub() {
    return gitHub;
  }

  /** The bare repository's directory on disk. */
  public Path directory(String name) {
    return root.resolve(name + ".git");
  }

  /** Makes an empty bare repository whose HEAD is {@code main}, and answers its URL. */
  public String create(String name) {
    try (Repository repository =
        new FileRepositoryBuilder().setGitDir(directory(name).toFile()).setBare().build()) {
      repository.create(true);
      repository.updateRef("HEAD").link("refs/heads/main");
      // No background repacking: what a test looks at stays where it is.
      StoredConfig config = repository.getConfig();
      config.setBoolean("receive", null, "autogc", false);
      config.setInt("gc", null, "auto", 0);
      config.save();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make " + directory(name), e);
    }
    return url(name);
  }

  /** The knobs and the memory of one repository; also of one that does not exist. */
  public Faults faults(String name) {
    return faults.computeIfAbsent(name, ignored -> new Faults());
  }

  /** Every request that any repository received, for questions such as "who saw the secret". */
  public List<Faults.Received> requests() {
    return faults.values().stream().flatMap(each -> each.requests().stream()).toList();
  }

  @Override
  public void close() {
    faults.values().forEach(Faults::release);
    try {
      jetty.stop();
    } catch (Exception e) {
      throw new IllegalStateException("The git server does not stop", e);
    }
    if (ownsRoot) {
      deleteRoot();
    }
  }

  private GitServlet gitServlet() {
    GitServlet servlet = new GitServlet();
    servlet.setRepositoryResolver((request, name) -> open(name));
    servlet.setUploadPackFactory(
        (request, repository) -> {
          UploadPack upload = new DefaultUploadPackFactory().create(request, repository);
          Faults knobs = faults(nameOf(repository));
          upload.setProtocolV2Hook(
              new ProtocolV2Hook() {
                @Override
                public void onLsRefs(LsRefsV2Request asked) {
                  knobs.listed(asked.getRefPrefixes());
                }
              });
          return upload;
        });
    // The default factory refuses pushes without a user.
    servlet.setReceivePackFactory(
        (request, repository) -> {
          Hooks hooks = faults(nameOf(repository)).hooks();
          ReceivePack receive = new ReceivePack(repository);
          receive.setAtomic(true);
          receive.setPreReceiveHook(hooks::beforePush);
          receive.setPostReceiveHook(hooks::afterPush);
          return receive;
        });
    return servlet;
  }

  private Repository open(String name) throws RepositoryNotFoundException {
    String bare = name.endsWith(".git") ? name : name + ".git";
    Path directory = root.resolve(bare).normalize();
    if (!directory.startsWith(root) || !Files.isDirectory(directory)) {
      throw new RepositoryNotFoundException(name);
    }
    try {
      return new FileRepositoryBuilder()
          .setGitDir(directory.toFile())
          .setBare()
          .setMustExist(true)
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot open " + directory, e);
    }
  }

  private String nameOf(Repository repository) {
    String relative = root.relativize(repository.getDirectory().toPath()).toString();
    return relative.substring(0, relative.length() - ".git".length());
  }

  private void deleteRoot() {
    try (Stream<Path> tree = Files.walk(root)) {
      for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove " + root, e);
    }
  }
}

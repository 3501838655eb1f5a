package codeblocking.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DefaultDockerCmdExecFactory;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** The way to the Docker engine: clients, deadlines, and its failures in words. */
final class Engine implements Closeable {
  /** Streams do not come from here, so this bounds control calls only; the default would too. */
  private static final int CONNECTIONS = 64;

  private static final int LAST_WORK = 3;
  private static final Duration LISTING = Duration.ofSeconds(30);

  private static final System.Logger LOGGER = System.getLogger(Engine.class.getName());

  private final URI host;
  private final DockerHttpClient http;
  private final DefaultDockerCmdExecFactory commands;
  private final DockerClient client;
  private final EngineConnections connections;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(daemons("codeblocking-engine-"));
  private final ExecutorService background =
      Executors.newCachedThreadPool(daemons("codeblocking-engine-background-"));
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(daemons("codeblocking-engine-timer-"));

  Engine(URI host) {
    this.host = host;
    // No version in the path: the engine's own. A pinned one is refused by engines that are newer
    // (29 wants 1.44) or older (20.10 has 1.41), and nothing here differs between them.
    DockerClientConfig config =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(host.toString())
            .withDockerTlsVerify(false)
            .withApiVersion(RemoteApiVersion.UNKNOWN_VERSION)
            .build();
    http =
        new ZerodepDockerHttpClient.Builder()
            .dockerHost(config.getDockerHost())
            .maxConnections(CONNECTIONS)
            .build();
    client = DockerClientImpl.getInstance(config, http);
    commands =
        new DefaultDockerCmdExecFactory(
            http, ((DefaultDockerClientConfig) config).getObjectMapper());
    commands.init(config);
    connections = new EngineConnections(host);
  }

  DockerClient client() {
    return client;
  }

  DefaultDockerCmdExecFactory commands() {
    return commands;
  }

  EngineConnections connections() {
    return connections;
  }

  ScheduledExecutorService timer() {
    return timer;
  }

  /** Runs apart; for what must not be done on the selector's thread. */
  void execute(Runnable work) {
    try {
      background.execute(work);
    } catch (RejectedExecutionException e) {
      LOGGER.log(System.Logger.Level.DEBUG, "not done any more, the server is going away");
    }
  }

  /** Runs apart, after a while. */
  void later(Runnable work, Duration delay) {
    try {
      var unused = timer.schedule(() -> execute(work), delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOGGER.log(System.Logger.Level.DEBUG, "not done any more, the server is going away");
    }
  }

  /**
   * Calls the engine. The deadline is kept here because the client's own timeouts do nothing on a
   * unix socket; the interrupt closes the connection.
   */
  <T> T call(String what, Duration deadline, Callable<T> action) throws EngineUnavailable {
    Future<T> future;
    try {
      future = threads.submit(action);
    } catch (RejectedExecutionException e) {
      throw new EngineUnavailable(what + ": the server is going away", e, false);
    }
    try {
      return future.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      future.cancel(true);
      throw new EngineUnavailable(
          "%s: the Docker engine at %s did not answer within %d s"
              .formatted(what, host, Math.max(1, deadline.toSeconds())),
          e,
          false);
    } catch (InterruptedException e) {
      future.cancel(true);
      Thread.currentThread().interrupt();
      throw new EngineUnavailable(what + ": interrupted", e, false);
    } catch (ExecutionException e) {
      throw translated(what, e.getCause() == null ? e : e.getCause());
    }
  }

  /** All that bear the instance's label, running or not. */
  List<Container> containers(String instance) throws EngineUnavailable {
    return call(
        "listing containers",
        LISTING,
        () ->
            client
                .listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(Map.of(ContainerLabels.INSTANCE, instance))
                .exec());
  }

  private EngineUnavailable translated(String what, Throwable failure) {
    if (failure instanceof EngineUnavailable already) {
      return already;
    }
    IOException io = ioCause(failure);
    if (io != null) {
      return new EngineUnavailable(
          "%s: no Docker engine answers at %s (%s); it is tried again when it is back"
              .formatted(what, host, words(io)),
          failure,
          false);
    }
    return new EngineUnavailable(
        what + ": the Docker engine said: " + words(failure), failure, false);
  }

  private static @Nullable IOException ioCause(Throwable failure) {
    if (failure instanceof DockerException) {
      return null;
    }
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof EngineRefusal) {
        return null;
      }
      if (t instanceof IOException io) {
        return io;
      }
    }
    return null;
  }

  /** One line, since it ends up in a problem document and on a job's row. */
  static String words(Throwable failure) {
    String message = failure.getMessage();
    if (message == null) {
      return failure.getClass().getSimpleName();
    }
    Matcher told = EngineConnections.MESSAGE.matcher(message);
    return (told.find() ? told.group(1).replace("\\\"", "\"") : message.strip()).replace('\n', ' ');
  }

  @Override
  public void close() throws IOException {
    // Hang-ups that are under way, and their second looks, still need the engine.
    background.shutdown();
    timer.shutdown();
    try {
      if (!background.awaitTermination(LAST_WORK, TimeUnit.SECONDS)
          || !timer.awaitTermination(LAST_WORK, TimeUnit.SECONDS)) {
        LOGGER.log(System.Logger.Level.DEBUG, "the engine is left with work under way");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    background.shutdownNow();
    timer.shutdownNow();
    threads.shutdownNow();
    http.close();
  }

  private static java.util.concurrent.ThreadFactory daemons(String prefix) {
    AtomicInteger number = new AtomicInteger();
    return work -> {
      Thread thread = new Thread(work, prefix + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}

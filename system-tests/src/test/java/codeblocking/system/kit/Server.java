package codeblocking.system.kit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The product, started as a stranger would: {@code ./run --port N --data-dir DIR}. */
public final class Server implements AutoCloseable {

  private static final Pattern READY = Pattern.compile("Ready: (http://\\S+)");
  private static final Duration START = Duration.ofSeconds(400);
  private static final Duration STOP = Duration.ofSeconds(60);

  private final int port;
  private final Path home;
  private final Path dataDir;
  private final Map<String, String> environment;
  private final Map<String, String> tokens = new ConcurrentHashMap<>();
  private final List<String> output = new CopyOnWriteArrayList<>();
  private final List<Api> clients = new CopyOnWriteArrayList<>();
  private volatile CompletableFuture<URI> ready = new CompletableFuture<>();
  private volatile @Nullable Process run;
  private volatile @Nullable String instance;

  private Server(Options options) {
    this.port = options.port == 0 ? freePort() : options.port;
    this.home = temporaryDirectory();
    // It does not exist yet: to make it, and for its owner alone, is the product's part.
    this.dataDir = home.resolve("data");
    this.environment = Map.copyOf(options.environment);
  }

  /** How to start it; whatever is not said is the product's default. */
  public static final class Options {
    private int port;
    private final Map<String, String> environment = new LinkedHashMap<>();

    private Options() {}

    public Options port(int wanted) {
      port = wanted;
      return this;
    }

    /** A setting of the contract, by its environment variable. */
    public Options with(String variable, String value) {
      environment.put(variable, value);
      return this;
    }

    /** Starts it and waits until it is ready. */
    public Server start() {
      Server server = new Server(this);
      server.start();
      return server;
    }

    /** Does not start it. */
    public Server prepare() {
      return new Server(this);
    }
  }

  public static Options options() {
    return new Options();
  }

  public int port() {
    return port;
  }

  public Path dataDir() {
    return dataDir;
  }

  public String origin() {
    return "http://127.0.0.1:" + port;
  }

  /** All lines that {@code ./run} printed, over every start. */
  public List<String> output() {
    return List.copyOf(output);
  }

  /** The link of the {@code Ready:} line. */
  public URI readyLink() {
    return ready.join();
  }

  // ---- life

  /** Starts it, for the first time or again on the same data directory. */
  public void start() {
    ready = new CompletableFuture<>();
    Process process =
        Command.of(Root.directory().resolve("run").toString())
            .args("--port", Integer.toString(port), "--data-dir", dataDir.toString())
            .env(environment)
            .start();
    run = process;
    CompletableFuture<URI> link = ready;
    Thread reader = new Thread(() -> read(process, link), "run-" + port);
    reader.setDaemon(true);
    reader.start();
    try {
      URI unused = link.get(START.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      destroyAll();
      throw new AssertionError("Not ready:\n" + String.join("\n", tail(60)), e);
    } catch (InterruptedException e) {
      destroyAll();
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    instance();
  }

  /** SIGTERM, and waits for the end; answers the exit status. */
  public int stop() {
    Process process = process();
    List<ProcessHandle> tree = tree();
    // By its handle: Process.destroy would close the pipe that the script still writes to.
    boolean unused = process.toHandle().destroy();
    try {
      if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
        destroyAll();
        throw new AssertionError("Does not stop on SIGTERM:\n" + String.join("\n", tail(40)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    Await.until(
        "no process of the server is left",
        Duration.ofSeconds(5),
        () -> tree.stream().noneMatch(ProcessHandle::isAlive));
    run = null;
    return process.exitValue();
  }

  /** {@code kill -9} of the server, the script that started it and whatever they started. */
  public void kill() {
    destroyAll();
    run = null;
  }

  public boolean isRunning() {
    Process process = run;
    return process != null && process.isAlive();
  }

  /** The process that listens on the port. */
  public long pid() {
    return Listening.on(port, tree())
        .orElseThrow(() -> new AssertionError("Nobody of ours listens on " + port));
  }

  /** The script and all that it started. */
  public List<ProcessHandle> tree() {
    Process process = process();
    return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
  }

  /** What the kernel says of the server's memory, in bytes. */
  public long residentBytes() {
    try {
      return Files.readAllLines(Path.of("/proc/" + pid() + "/status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What the server cannot let go of, in bytes: its heap after a collection, and its buffers beside
   * the heap. What is resident says more of the collector's leisure than of what is held.
   */
  public long liveBytes() {
    return LiveMemory.bytes(pid());
  }

  // ---- clients

  /** A bearer token from {@code ./run token}. */
  public String token(String user) {
    return tokens.computeIfAbsent(user, ignored -> mint(Map.of(), user));
  }

  /** A bearer token of an operator from {@code ./run token}. */
  public String operatorToken(String user) {
    return tokens.computeIfAbsent(
        user + " operator", ignored -> mint(Map.of(), user, "--role", "operator"));
  }

  /** A fresh token, made with further settings. */
  public String mint(Map<String, String> more, String... arguments) {
    return Command.of(Root.directory().resolve("run").toString(), "token")
        .args(arguments)
        .args("--data-dir", dataDir.toString())
        .env(environment)
        .env(more)
        .checked()
        .lastLine();
  }

  /** The product as this user sees it. */
  public Api as(String user) {
    return client(user, token(user));
  }

  /** The product as an operator sees it, who is a user of the same name too. */
  public Api asOperator(String user) {
    return client(user, operatorToken(user));
  }

  /** The product as it looks with this token; null: with none. */
  public Api with(@Nullable String token) {
    return client("?", token);
  }

  /** The product as the user {@code local} of the Ready link sees it, who has both roles. */
  public Api local() {
    Matcher token =
        Pattern.compile("[?&]token=([^&]+)")
            .matcher(readyLink().getRawQuery() == null ? "" : "?" + readyLink().getRawQuery());
    if (!token.find()) {
      throw new AssertionError("The Ready link has no token: " + readyLink());
    }
    return client("local", token.group(1));
  }

  private Api client(String user, @Nullable String token) {
    Api api = new Api(this, user, token);
    clients.add(api);
    return api;
  }

  // ---- leaks

  /** The value of the instance label of this server's containers; empty before its first start. */
  public String instance() {
    String known = instance;
    if (known == null || known.isEmpty()) {
      known =
          Containers.all().stream()
              .filter(each -> Containers.mountsFrom(each.id(), dataDir))
              .map(Containers.Listed::instance)
              .findFirst()
              .orElseGet(this::instanceOnDisk);
      instance = known;
    }
    return known;
  }

  /** For what outlives the last container, as its network does. */
  private String instanceOnDisk() {
    try {
      return Files.readString(dataDir.resolve("instance")).strip();
    } catch (IOException e) {
      return "";
    }
  }

  /**
   * Discards what the clients made, stops, and fails when a container or a process is left. Leaves
   * the machine clean in any case.
   */
  @Override
  public void close() {
    List<String> left = new ArrayList<>();
    try {
      if (isRunning()) {
        clients.forEach(Api::discardAll);
        clients.forEach(Api::awaitDiscarded);
        String unused = instance();
        int exit = stop();
        // 128 + SIGTERM is as good an end as 0.
        if (exit != 0 && exit != 143) {
          left.add("exit status " + exit);
        }
      }
    } finally {
      destroyAll();
      left.addAll(sweep());
    }
    if (!left.isEmpty()) {
      throw new AssertionError("Left behind: " + left);
    }
  }

  /** Removes what a killed or failed server left, without complaint. */
  public void discard() {
    destroyAll();
    List<String> unused = sweep();
  }

  private List<String> sweep() {
    List<String> left = new ArrayList<>();
    String ours = instance();
    if (!ours.isEmpty()) {
      for (Containers.Listed each : Containers.ofInstance(ours)) {
        left.add("container " + each.name() + " " + each.state() + " " + each.role());
        Containers.remove(each.id());
      }
      Containers.docker("network", "ls", "--format", "{{.Name}}")
          .lines()
          .filter(name -> name.contains(ours))
          .forEach(name -> Command.of("docker", "network", "rm", name).run());
    }
    keepLogs();
    delete(home);
    return left;
  }

  /** The directory goes, and a failure is to be understood afterwards. */
  private void keepLogs() {
    if (Files.isDirectory(dataDir.resolve("logs"))) {
      Path kept = Root.directory().resolve("system-tests/target/server-logs/" + port);
      Command.Ended unused =
          Command.of(
                  "sh",
                  "-c",
                  "mkdir -p '" + kept + "' && cp -r '" + dataDir + "/logs/.' '" + kept + "'")
              .run();
    }
  }

  private void destroyAll() {
    Process process = run;
    if (process == null) {
      return;
    }
    List<ProcessHandle> all = tree();
    // The script first: it must not tidy up after the server.
    all.forEach(ProcessHandle::destroyForcibly);
    Await.until(
        "all processes of the server are dead",
        Duration.ofSeconds(10),
        () -> all.stream().noneMatch(ProcessHandle::isAlive));
  }

  private Process process() {
    Process process = run;
    if (process == null) {
      throw new IllegalStateException("Not started");
    }
    return process;
  }

  private void read(Process process, CompletableFuture<URI> link) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.add(line);
        Matcher found = READY.matcher(line);
        if (found.find()) {
          link.complete(URI.create(found.group(1)));
        }
      }
    } catch (IOException e) {
      output.add("(output ends: " + e.getMessage() + ")");
    }
    link.completeExceptionally(new IOException("./run ended before it was ready"));
  }

  private List<String> tail(int lines) {
    List<String> all = output();
    return all.subList(Math.max(0, all.size() - lines), all.size());
  }

  private static void delete(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException | UncheckedIOException e) {
      // Somebody inside may still write; the temporary directory is not worth a failure.
    }
  }

  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path temporaryDirectory() {
    try {
      return Files.createTempDirectory("codeblocking-").toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

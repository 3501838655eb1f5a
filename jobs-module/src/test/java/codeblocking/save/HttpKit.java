package codeblocking.save;

import codeblocking.SettableClock;
import codeblocking.credential.Credential;
import codeblocking.credential.Credentials;
import codeblocking.importing.FetchRemote;
import codeblocking.importing.Fill;
import codeblocking.importing.ImportRepository;
import codeblocking.job.JobKind;
import codeblocking.project.ImportProgress;
import codeblocking.project.ImportState;
import codeblocking.project.Project;
import codeblocking.project.UserId;
import codeblocking.remote.Faults;
import codeblocking.remote.FaultyGitServer;
import codeblocking.remote.Hosts;
import codeblocking.remote.HttpRemote;
import codeblocking.remote.ProjectRemotes;
import codeblocking.remote.RemotePolicy;
import codeblocking.remote.SlowestRemote;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A project that is imported from, and saved to, a git server with faults. */
public final class HttpKit implements AutoCloseable {
  public final FaultyGitServer server = FaultyGitServer.start();
  public final SaveKit kit;
  public final List<String> back = new CopyOnWriteArrayList<>();
  public final SettableClock clock = new SettableClock();
  public final Hosts hosts = new Hosts(clock, back::add);

  /** Old address → new one, as the host's API knows them. */
  public final Map<String, String> moves = new ConcurrentHashMap<>();

  public final MemoryProjects projects = new MemoryProjects();
  public final Map<String, Credential> credentials = new ConcurrentHashMap<>();
  private final Path temp;

  public HttpKit(Path temp) throws Exception {
    this.temp = temp;
    kit = new SaveKit(temp.resolve("data"));
    slowest(SlowestRemote.USUAL);
    server.create("demo");
  }

  /** Anew, for remotes that are asked from now on. */
  public void slowest(SlowestRemote slowest) {
    RemotePolicy policy =
        new RemotePolicy(
            List.of("http://127.0.0.1:" + server.port()),
            host -> new InetAddress[] {InetAddress.getByName(host)});
    kit.remotes =
        new ProjectRemotes(
            new HttpRemote.Around(policy, hosts, slowest, SaveKit.MOST_OBJECTS),
            project -> Optional.ofNullable(moves.get(project.remoteUrl())),
            projects,
            new Keys(),
            kit.data);
  }

  private final class Keys implements Credentials {
    @Override
    public void put(UserId user, String host, Credential credential) {
      credentials.put(host, credential);
    }

    @Override
    public void remove(UserId user, String host) {
      credentials.remove(host);
    }

    @Override
    public Optional<Credential> find(UserId user, String host) {
      return Optional.ofNullable(credentials.get(host));
    }
  }

  public Faults faults() {
    return server.faults("demo");
  }

  /** So many that nobody is told all of them who wants one. */
  void manyRefs() throws Exception {
    String main = remoteGit("rev-parse", "main");
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 1001; i++) {
      lines.append("%s refs/pull/%d/head\n".formatted(main, i));
    }
    Files.writeString(
        remote().resolve("packed-refs"),
        lines,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  public Path remote() {
    return server.directory("demo");
  }

  /** A colleague's clone, to push from. */
  public Path clone(String name) throws Exception {
    Path clone = temp.resolve(name);
    SaveKit.git(temp, "clone", "-q", remote().toString(), clone.toString());
    return clone;
  }

  /** History in the remote before anybody imports it. */
  public void seed() throws Exception {
    Path clone = clone("seed");
    SaveKit.git(clone, "checkout", "-q", "-B", "main");
    Files.writeString(clone.resolve("readme.md"), "one\n");
    SaveKit.git(clone, "add", ".");
    SaveKit.git(clone, "commit", "-qm", "first");
    Files.createDirectories(clone.resolve("src"));
    Files.writeString(clone.resolve("src/run.sh"), "#!/bin/sh\n");
    clone.resolve("src/run.sh").toFile().setExecutable(true);
    Files.createSymbolicLink(clone.resolve("link"), Path.of("src/run.sh"));
    Files.writeString(clone.resolve("grüße.txt"), "ü\n");
    SaveKit.git(clone, "add", ".");
    SaveKit.git(clone, "commit", "-qm", "second");
    SaveKit.git(clone, "push", "-q", "origin", "main");
  }

  public void colleaguePushes(String file, String text) throws Exception {
    Path clone = clone("colleague-" + System.nanoTime());
    Files.writeString(clone.resolve(file), text);
    SaveKit.git(clone, "add", ".");
    SaveKit.git(clone, "commit", "-qm", "of a colleague");
    SaveKit.git(clone, "push", "-q", "origin", "HEAD:main");
  }

  public Project queued() throws Exception {
    Project plain = SaveKit.project(server.url("demo"));
    Project project =
        new Project(
            plain.id(),
            plain.owner(),
            plain.author(),
            plain.name(),
            plain.environment(),
            plain.remoteUrl(),
            plain.branch(),
            new ImportProgress(ImportState.QUEUED, null, null),
            plain.createdAt());
    kit.workspaces.create(project, server.url("demo"));
    projects.add(project);
    return project;
  }

  public ImportRepository importRepository() {
    return new ImportRepository(
        projects, kit.remotes, kit.stores(), new Fill(kit.inside, kit.trees), kit.trees);
  }

  public FetchRemote fetchRemote() {
    return new FetchRemote(projects, kit.remotes, kit.stores(), new Fill(kit.inside, kit.trees));
  }

  public Project imported() throws Exception {
    Project project = queued();
    importRepository().handle(TestWork.of(project, JobKind.IMPORT));
    return projects.find(project.id()).orElseThrow();
  }

  public String remoteGit(String... arguments) throws Exception {
    return SaveKit.git(remote(), arguments);
  }

  @Override
  public void close() {
    server.close();
  }
}

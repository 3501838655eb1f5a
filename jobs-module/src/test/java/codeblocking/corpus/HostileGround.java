package codeblocking.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;

import codeblocking.credential.Credential;
import codeblocking.credential.Credentials;
import codeblocking.job.JobKind;
import codeblocking.project.Project;
import codeblocking.project.UserId;
import codeblocking.remote.FaultyGitServer;
import codeblocking.remote.Hosts;
import codeblocking.remote.HttpRemote;
import codeblocking.remote.ProjectRemotes;
import codeblocking.remote.RemotePolicy;
import codeblocking.remote.SlowestRemote;
import codeblocking.save.MemoryProjects;
import codeblocking.save.Save;
import codeblocking.save.SaveKit;
import codeblocking.save.TestWork;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Where attacks are made: the real way of a save, with the attackers' programs in a cage. */
final class HostileGround {
  /** Each save; honest ones take about a second here. */
  static final Duration BOUND = Duration.ofMinutes(1);

  /** What is in the workspace, and saved, before the attack. */
  private static final String BEFORE =
      """
      mkdir -p kept/deep
      echo kept > kept/deep/file.txt
      echo one > honest.txt
      printf '#!/bin/sh\\n' > run.sh
      chmod +x run.sh
      git add -A
      git commit -qm base
      """;

  final String token = "TOKEN-" + java.util.UUID.randomUUID();
  final SaveKit kit;
  final FaultyGitServer server = FaultyGitServer.start();
  final EvilServer evil;
  final Canaries canaries;
  private final Cage cage;
  private final Project template;
  private final AtomicInteger number = new AtomicInteger();

  HostileGround(Path temp) throws Exception {
    kit = new SaveKit(temp.resolve("data"));
    kit.patience = Duration.ofSeconds(12);
    canaries = new Canaries(temp.resolve("host"), kit);
    evil = new EvilServer();
    RemotePolicy policy =
        new RemotePolicy(
            List.of("http://127.0.0.1:" + server.port()),
            host -> new InetAddress[] {InetAddress.getByName(host)});
    kit.remotes =
        new ProjectRemotes(
            new HttpRemote.Around(
                policy,
                new Hosts(Clock.systemUTC(), host -> {}),
                SlowestRemote.USUAL,
                SaveKit.MOST_OBJECTS),
            project -> Optional.empty(),
            new MemoryProjects(),
            new OneCredential(),
            kit.data);
    cage = new Cage(kit.data, canaries.victim.id());
    kit.containers.cage = (project, command) -> cage.command(project, command, Map.of());
    template = template();
  }

  /** A project with one save. It is made once and copied: that takes a tenth of the time. */
  private Project template() throws Exception {
    server.create("template");
    server.faults("template").requireBasic("ann", token);
    Project project = SaveKit.project(server.url("template"));
    kit.workspaces.create(project, server.url("template"));
    plant(project, BEFORE, Map.of());
    kit.save(project);
    return project;
  }

  private Project copyOfTemplate(String name) throws Exception {
    server.faults(name).requireBasic("ann", token);
    Project project = SaveKit.project(server.url(name));
    String from = template.id().toString();
    String to = project.id().toString();
    String script =
        """
        set -e
        cp -a "$1" "$2"; cp -a "$3" "$4"; cp -a "$5" "$6"; mkdir -p "$7"
        sed -i 's,/template.git,/%s.git,' "$2/project/.git/config"
        """
            .formatted(name);
    Path files = kit.files(project);
    String unused =
        SaveKit.run(
            kit.data.root(),
            List.of(
                "sh",
                "-c",
                script,
                "copy",
                Objects.requireNonNull(kit.files(template).getParent()).toString(),
                Objects.requireNonNull(files.getParent()).toString(),
                kit.data.git(from).toString(),
                kit.data.git(to).toString(),
                server.directory("template").toString(),
                server.directory(name).toString(),
                kit.data.handover(to).toString()));
    return project;
  }

  /** A workspace that was attacked and then saved. */
  record Attacked(
      HostileCase attack,
      String name,
      Project project,
      Path marker,
      String honest,
      Save save,
      Duration longest) {}

  Attacked attack(HostileCase attack) throws Exception {
    int n = number.incrementAndGet();
    String name = "case-" + n;
    Project project = copyOfTemplate(name);
    String honest = "honest work beside " + attack.name();
    Path marker = canaries.marker(n);
    Map<String, String> words = words(project, marker, server.url(name), honest);
    String script = "printf %s \"$HONEST\" > honest.txt\n" + attack.script();
    if (attack.option("by", "inside").equals("host")) {
      plantByHost(project, script, words);
    } else {
      plant(project, script, words);
    }
    Duration longest = Duration.ZERO;
    Optional<Save> save = Optional.empty();
    for (int i = Integer.parseInt(attack.option("saves", "1")); i > 0; i--) {
      long start = System.nanoTime();
      Optional<Save> made = kit.save(project, TestWork.of(project, JobKind.PERSIST)).save();
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      longest = took.compareTo(longest) > 0 ? took : longest;
      save = made.isPresent() ? made : save;
    }
    return new Attacked(attack, name, project, marker, honest, save.orElseThrow(), longest);
  }

  private Map<String, String> words(Project project, Path marker, String good, String honest) {
    Map<String, String> words = new LinkedHashMap<>();
    words.put("MARKER", marker.toString());
    words.put("RUN", "touch " + marker);
    words.put("HOST", canaries.host.toString());
    words.put("SECRET", canaries.secret().toString());
    words.put("VICTIM", kit.files(canaries.victim).toString());
    words.put("VICTIM_ID", canaries.victim.id().toString());
    words.put("VICTIM_STORE", kit.data.git(canaries.victim.id().toString()).toString());
    words.put("ME", project.id().toString());
    words.put("GOOD", good);
    words.put("EVIL", evil.url());
    words.put("HONEST", honest);
    return words;
  }

  private void plant(Project project, String script, Map<String, String> words) throws Exception {
    run(
        project,
        cage.command(project.id(), List.of("sh", "-c", inProject(project, script)), words));
  }

  /** For what nobody inside can make, such as a device. */
  private void plantByHost(Project project, String script, Map<String, String> words)
      throws Exception {
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", inProject(project, script));
    builder.environment().putAll(words);
    run(project, builder);
  }

  private String inProject(Project project, String script) {
    return "cd '%s'\nexport GIT_AUTHOR_NAME=Mal GIT_AUTHOR_EMAIL=mal@example.org"
            .formatted(kit.files(project))
        + " GIT_COMMITTER_NAME=Mal GIT_COMMITTER_EMAIL=mal@example.org\nset -e\n"
        + script;
  }

  private void run(Project project, List<String> command) throws Exception {
    run(project, new ProcessBuilder(command));
  }

  private void run(Project project, ProcessBuilder builder) throws Exception {
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (!process.waitFor(90, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new AssertionError("The attack on " + project.id() + " is not well made: " + output);
    }
  }

  String remoteGit(Attacked attacked, String... arguments) throws Exception {
    return SaveKit.git(server.directory(attacked.name()), arguments);
  }

  private final class OneCredential implements Credentials {
    @Override
    public void put(UserId user, String host, Credential credential) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void remove(UserId user, String host) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Credential> find(UserId user, String host) {
      return Optional.of(new Credential("ann", token));
    }
  }

  void close() throws Exception {
    cage.close();
    // Paths that are too long for whoever walks them by their names.
    String unused = SaveKit.run(kit.data.root(), List.of("rm", "-rf", "workspaces"));
    server.close();
    evil.close();
  }
}

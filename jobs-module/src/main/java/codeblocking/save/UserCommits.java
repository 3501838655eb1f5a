package codeblocking.save;

import codeblocking.container.EngineUnavailable;
import codeblocking.project.Project;
import codeblocking.remote.Checks;
import codeblocking.workspace.DiskFailure;
import codeblocking.workspace.GitState;
import codeblocking.workspace.Inside;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteSession;
import org.eclipse.jgit.transport.SshSessionFactory;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.util.FS;

/**
 * Brings the user's own commits into the server's git directory.
 *
 * <p>The user's git directory is parsed by git inside the workspace, as its user; the host only
 * speaks the git protocol with it, and checks every object that comes.
 */
public final class UserCommits {
  private static final System.Logger LOGGER = System.getLogger(UserCommits.class.getName());

  /** Enough for a large history; a process that just sits there holds a save no longer. */
  public static final Duration MOST = Duration.ofMinutes(5);

  private static final int SILENCE_SECONDS = 30;

  /** Of what is on no branch; the rest comes with the saves that follow. */
  private static final int MOST_APART = 200;

  private final Inside inside;
  private final Duration most;
  private final long mostObjects;

  /**
   * A way in.
   *
   * @param most how long it may take, usually {@link #MOST}
   * @param mostObjects bytes that may come at a time
   */
  public UserCommits(Inside inside, Duration most, long mostObjects) {
    this.inside = inside;
    this.most = most;
    this.mostObjects = mostObjects;
  }

  /**
   * After this, {@code refs/ws/*} are what the state says, with all that they need.
   *
   * @return false: they could not be had; content can be saved without them
   */
  boolean bring(Project project, GitStore store, GitState all)
      throws IOException, InterruptedException {
    if (!all.usable() || brought(store, OwnRefs.of(all, store))) {
      return true;
    }
    // A crash from here on leaves refs that are of neither state.
    store.brought(null);
    forgetMissing(store);
    lookElsewhere(project, store, all);
    GitState state = OwnRefs.of(all, store);
    boolean complete = known(store).containsAll(branches(state)) || fetched(project, store, state);
    // What answers for git inside may have sent nothing, and said that all went well.
    String head = state.head();
    if (!complete || (head != null && !store.has(head))) {
      return false;
    }
    note(store, state);
    if (apart(project, store, state) && here(store, branches(state))) {
      store.brought(state.fingerprint(Map.of()));
    }
    return true;
  }

  private static boolean brought(GitStore store, GitState state) throws IOException {
    return state.fingerprint(Map.of()).equals(store.brought())
        // One of ours may have been damaged since.
        && store.refs(StoreRefs.USER_HEADS).equals(state.branches());
  }

  /**
   * The same where all of it is here already, as after a save: the next one is awaited.
   *
   * @return false: something would have to be brought first
   */
  boolean bringKnown(Project project, GitStore store, GitState all)
      throws IOException, InterruptedException {
    GitState state = OwnRefs.of(all, store);
    return known(store).containsAll(branches(state))
        && missing(store, state).isEmpty()
        && bring(project, store, all);
  }

  /** Whoever has another remote has its tags, which are not to go to this one. */
  private void lookElsewhere(Project project, GitStore store, GitState all)
      throws IOException, InterruptedException {
    if (!missing(store, OwnRefs.of(all, store)).containsValue(Apart.TAG)) {
      return;
    }
    try {
      Inside.Result result =
          inside.script(project, UserCommits.class, "elsewhere.sh", List.of(), most);
      if (result.exit() == 0) {
        Set<String> found = new TreeSet<>(result.output().lines().toList());
        found.retainAll(all.heads().values());
        store.elsewhere(found);
      }
    } catch (EngineUnavailable e) {
      LOGGER.log(
          Level.INFO,
          "Tags of other remotes in project {0} are not told apart: {1}",
          project.id(),
          e.getMessage());
    }
  }

  /** A pack that could not be put on the disk was removed; the refs that need it are still here. */
  private static void forgetMissing(GitStore store) throws IOException {
    for (Map.Entry<String, String> ref : store.refs(StoreRefs.USER).entrySet()) {
      if (!store.has(ref.getValue())) {
        store.deleteRef(StoreRefs.USER + ref.getKey());
      }
    }
  }

  private boolean fetched(Project project, GitStore store, GitState state) throws IOException {
    List<RefSpec> specs = new ArrayList<>();
    specs.add(new RefSpec("+refs/heads/*:" + StoreRefs.USER_HEADS + "*"));
    if (state.detached() != null) {
      specs.add(new RefSpec("+HEAD:" + StoreRefs.USER_DETACHED));
    }
    return fetched(project, store, specs, true);
  }

  /** Brought by themselves: a stash that is broken keeps no branch from its save. */
  private boolean apart(Project project, GitStore store, GitState state) throws IOException {
    Map<String, Apart> wanted = wanted(store, state);
    for (Apart apart : Apart.values()) {
      for (String known : store.refs(apart.refs()).keySet()) {
        if (wanted.get(known) != apart) {
          store.deleteRef(apart.refs() + known);
        }
      }
    }
    Map<String, Apart> missing = missing(store, state);
    boolean complete = missing.size() <= MOST_APART;
    for (Apart apart : Apart.values()) {
      List<String> ids =
          missing.keySet().stream()
              .filter(id -> missing.get(id) == apart)
              .limit(MOST_APART)
              .toList();
      complete &= ids.isEmpty() || fetched(project, store, apart, ids);
    }
    return complete;
  }

  private boolean fetched(Project project, GitStore store, Apart apart, List<String> ids)
      throws IOException {
    List<RefSpec> specs = new ArrayList<>();
    ids.forEach(id -> specs.add(new RefSpec("+" + id + ":" + apart.refs() + id)));
    if (!fetched(project, store, specs, false)) {
      return false;
    }
    // JGit brings what is named by its id, and writes no ref for it.
    for (String id : ids) {
      String commit = store.peeled(id);
      if (commit != null) {
        store.setRef(apart.refs() + id, commit);
      }
    }
    return true;
  }

  private static Map<String, Apart> missing(GitStore store, GitState state) throws IOException {
    Map<String, Apart> missing = wanted(store, state);
    for (Apart apart : Apart.values()) {
      missing.keySet().removeAll(store.refs(apart.refs()).keySet());
    }
    return missing;
  }

  /** By their ids: what is on no branch, here or in the remote. */
  private static Map<String, Apart> wanted(GitStore store, GitState state) throws IOException {
    Map<String, Apart> wanted = new TreeMap<>();
    state.heads().forEach((name, id) -> Apart.of(name).ifPresent(a -> wanted.putIfAbsent(id, a)));
    wanted.keySet().removeAll(branches(state));
    if (wanted.isEmpty()) {
      return wanted;
    }
    Set<String> tips = new HashSet<>(store.refs(StoreRefs.USER_HEADS).values());
    tips.addAll(store.refs(StoreRefs.ORIGIN).values());
    List<String> ids = List.copyOf(wanted.keySet());
    for (String id : ids) {
      if (wanted.get(id) != Apart.STASH && store.has(id) && store.beyond(id, tips, 1).isEmpty()) {
        wanted.remove(id);
      }
    }
    return wanted;
  }

  /**
   * Whatever a hostile repository provokes: its content is saved without it, and the next save asks
   * again. Where our own disk fails, nothing is saved: the branch would go on without the commits.
   */
  private boolean fetched(Project project, GitStore store, List<RefSpec> specs, boolean prune)
      throws IOException {
    try {
      fetch(project, store, specs, prune);
      store.sync();
      return true;
    } catch (IOException | URISyntaxException | RuntimeException e) {
      if (DiskFailure.in(e).isPresent()) {
        throw new IOException("the user's commits cannot be written: " + DiskFailure.words(e), e);
      }
      LOGGER.log(
          Level.WARNING,
          "Could not read the commits of the workspace of project "
              + project.id()
              + "; saving its content only, the next save tries again",
          e);
      return false;
    }
  }

  /** Ids that are tips of refs of ours are complete here. */
  private static Set<String> known(GitStore store) throws IOException {
    return new HashSet<>(store.refs("refs/").values());
  }

  private static boolean here(GitStore store, Set<String> commits) throws IOException {
    for (String commit : commits) {
      if (!store.has(commit)) {
        return false;
      }
    }
    return true;
  }

  private static Set<String> branches(GitState state) {
    Set<String> ids = new TreeSet<>(state.branches().values());
    if (state.detached() != null) {
      ids.add(state.detached());
    }
    return ids;
  }

  private static void note(GitStore store, GitState state) throws IOException {
    SortedMap<String, String> branches = state.branches();
    Map<String, String> before = store.refs(StoreRefs.USER_HEADS);
    for (String gone : before.keySet()) {
      if (!branches.containsKey(gone)) {
        store.deleteRef(StoreRefs.USER_HEADS + gone);
      }
    }
    for (Map.Entry<String, String> head : branches.entrySet()) {
      // A branch may name what is not there, or no commit; a ref of ours never does.
      if (!head.getValue().equals(before.get(head.getKey())) && store.has(head.getValue())) {
        store.setRef(StoreRefs.USER_HEADS + head.getKey(), head.getValue());
      }
    }
    if (state.detached() != null) {
      store.setRef(StoreRefs.USER_DETACHED, state.detached());
    }
  }

  private void fetch(Project project, GitStore store, List<RefSpec> specs, boolean prune)
      throws IOException, URISyntaxException {
    URIish address = new URIish("ssh://workspace" + Inside.PROJECT);
    try (Transport transport = Transport.open(store.repository(), address)) {
      ((SshTransport) transport).setSshSessionFactory(new Sessions(project));
      transport.setObjectChecker(Checks.objects());
      transport.setTimeout(SILENCE_SECONDS);
      transport.setTagOpt(TagOpt.NO_TAGS);
      transport.setRemoveDeletedRefs(prune);
      transport.fetch(NullProgressMonitor.INSTANCE, specs);
    } catch (NotSupportedException e) {
      throw new IOException("the git protocol is not spoken", e);
    }
  }

  /** Where JGit would open an SSH session, a process inside the workspace. */
  private final class Sessions extends SshSessionFactory {
    private final Project project;

    Sessions(Project project) {
      this.project = project;
    }

    @Override
    public RemoteSession getSession(
        URIish uri, CredentialsProvider credentials, FS fs, int timeoutMillis)
        throws TransportException {
      return new Session(project);
    }

    @Override
    public String getType() {
      return "inside";
    }
  }

  private final class Session implements RemoteSession {
    private final Project project;
    private final List<Process> started = new ArrayList<>();

    Session(Project project) {
      this.project = project;
    }

    @Override
    public Process exec(String command, int timeoutSeconds) throws IOException {
      List<String> uploadPack =
          List.of(
              // JGit does not understand the marks of a shallow clone. Without them git sends what
              // stands on commits that are here, and fails where it would have to go further back.
              "env",
              "GIT_SHALLOW_FILE=",
              "git",
              "-c",
              "core.fsmonitor=false",
              "-c",
              "safe.directory=" + Inside.PROJECT,
              "-c",
              // An older stash is advertised by no ref.
              "uploadpack.allowAnySHA1InWant=true",
              "upload-pack",
              "--timeout=" + SILENCE_SECONDS,
              Inside.PROJECT);
      try {
        Process process = inside.start(project, uploadPack, most);
        started.add(process);
        Process terse = new TerseProcess(process, mostObjects);
        // JGit's own timeout does not cover a process that says nothing at all.
        CompletableFuture.delayedExecutor(most.toMillis(), TimeUnit.MILLISECONDS)
            .execute(process::destroyForcibly);
        return terse;
      } catch (EngineUnavailable e) {
        throw new IOException("the workspace's container does not answer", e);
      }
    }

    @Override
    public void disconnect() {
      started.forEach(Process::destroy);
    }
  }
}

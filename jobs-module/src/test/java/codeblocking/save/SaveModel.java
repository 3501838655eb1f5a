package codeblocking.save;

import codeblocking.importing.FetchRemote;
import codeblocking.importing.Fill;
import codeblocking.job.JobKind;
import codeblocking.job.LeaseLost;
import codeblocking.job.NeedsPerson;
import codeblocking.job.RetryLater;
import codeblocking.project.Project;
import codeblocking.remote.HostedRemote;
import codeblocking.remote.Remote;
import codeblocking.remote.Remotes;
import codeblocking.settings.EnvironmentSettings;
import codeblocking.settings.Settings.PersistTarget;
import codeblocking.workspace.Inside;
import codeblocking.workspace.Limits;
import codeblocking.workspace.WorkspaceTrees;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Repository;

/**
 * A user, a colleague and a server that dies, at random from one seed: and after each step, whether
 * what was promised still holds.
 */
final class SaveModel {
  /** Something that the server might do wrong. The model has to notice each of them. */
  enum Mutation {
    NONE,
    SAVED_IS_SAID_BEFORE_THE_PUSH,
    A_REDELIVERY_IS_TAKEN_AS_DONE,
    PUSHES_ARE_FORCED,
    THE_LEDGER_FORGETS_WHOSE_SAVE_IT_WAS,
    OTHER_BRANCHES_STAY_HERE
  }

  private final Random random;
  private final Mutation mutation;
  private final SaveKit kit;
  private final Project project;
  private final ModelUser user;
  private final ModelHost host;
  private final CrashPoints points = new CrashPoints();
  private final InsideByJGit containers;
  private final MemorySaves rows = new MemorySaves();
  private final Clock clock = Clock.systemUTC();
  private WorkspaceTrees trees;
  private boolean outage;
  private int pushes;

  private final List<TestWork> waiting = new ArrayList<>();
  private final List<TestWork> done = new ArrayList<>();
  private final Set<String> promised = new LinkedHashSet<>();
  private final Set<String> lied = new HashSet<>();
  final List<String> history = new ArrayList<>();
  int saves;
  int crashes;

  SaveModel(long seed, Mutation mutation, Path root) throws IOException {
    this.random = new Random(seed);
    this.mutation = mutation;
    kit = new SaveKit(root);
    project = kit.newProject();
    user = new ModelUser(kit.files(project), random);
    host = new ModelHost(kit.hosted(project));
    containers = new InsideByJGit(user, kit.data.handover(project.id().toString()), points);
    trees = freshTrees();
  }

  void run(int operations) throws Exception {
    for (int i = 0; i < operations; i++) {
      Map<String, String> before = host.refs();
      step();
      check(host.rewound(before).isEmpty(), "a ref of the remote went back");
    }
    settle();
  }

  private void step() throws Exception {
    switch (random.nextInt(20)) {
      case 0, 1, 2, 3, 4 -> {
        user.edit();
        history.add("edit");
      }
      case 5, 6, 7, 8 -> history.add(user.git());
      case 9 -> {
        host.colleague(user.branch(), ++pushes);
        history.add("a colleague pushes");
      }
      case 10 -> {
        outage = random.nextInt(3) == 0;
        history.add("outage " + outage);
      }
      case 11 -> fetch();
      case 12, 13 -> redeliver();
      default -> save(TestWork.of(project, JobKind.PERSIST), true);
    }
  }

  private void fetch() throws Exception {
    MemoryProjects projects = new MemoryProjects();
    projects.add(project);
    points.end();
    try {
      new FetchRemote(
              projects,
              remotes(),
              new Stores(kit.data, remotes(), clock),
              new Fill(inside(), trees))
          .handle(TestWork.of(project, JobKind.FETCH));
      history.add("fetch");
    } catch (RetryLater e) {
      history.add("no fetch");
    }
  }

  private void redeliver() throws Exception {
    List<TestWork> from = waiting.isEmpty() || random.nextInt(4) == 0 ? done : waiting;
    if (from.isEmpty()) {
      return;
    }
    TestWork work = from.get(random.nextInt(from.size()));
    if (mutation == Mutation.A_REDELIVERY_IS_TAKEN_AS_DONE) {
      waiting.remove(work);
      rows.ofJob(work.job().id()).map(Save::commit).ifPresent(promised::add);
      return;
    }
    save(work, false);
  }

  private void save(TestWork work, boolean fresh) throws Exception {
    boolean[] disturbed = {false};
    boolean dies = random.nextInt(3) == 0;
    boolean works = random.nextInt(4) == 0;
    Map<String, String> files = user.files();
    boolean straight = fresh && !outage && straight();
    points.begin(
        dies ? 1 + random.nextInt(45) : 0,
        works ? 1 + random.nextInt(30) : 0,
        () -> {
          disturbed[0] = true;
          history.add("  meanwhile: " + (random.nextBoolean() ? user.git() : "edit"));
          user.edit();
        });
    saves++;
    try {
      SaveOutcome outcome = saveWorkspace().save(request(work), new PassingWork(work, points));
      points.end();
      history.add((fresh ? "save: " : "again: ") + outcome.message());
      finished(work);
      judge(outcome, new Circumstances(files, fresh, straight, disturbed[0]));
    } catch (CrashPoints.Crash e) {
      crashes++;
      history.add((fresh ? "save: " : "again: ") + e.getMessage());
      restart();
      keep(work);
    } catch (RetryLater e) {
      points.end();
      history.add((fresh ? "save: " : "again: ") + e.getMessage());
      keep(work);
    }
  }

  private void keep(TestWork work) {
    if (!waiting.contains(work) && !done.contains(work)) {
      waiting.add(work);
    }
  }

  private void finished(TestWork work) {
    waiting.remove(work);
    if (!done.contains(work)) {
      done.add(work);
    }
  }

  /** What the process knew is gone. */
  private void restart() throws IOException {
    points.end();
    trees = freshTrees();
  }

  private record Circumstances(
      Map<String, String> files, boolean fresh, boolean straight, boolean disturbed) {}

  private void judge(SaveOutcome outcome, Circumstances then) throws Exception {
    if (outcome.save().isEmpty()) {
      return;
    }
    Save save = outcome.save().get();
    if (save.state() != SaveState.SAVED && outcome.changed()) {
      return;
    }
    promised.add(save.commit());
    Map<String, String> held = host.everything();
    check(held.containsKey(save.commit()), "said to be saved, and not in the remote: " + save);
    if (then.fresh() && !then.disturbed()) {
      check(host.files(save.commit()).equals(then.files()), "saved is not what was there: " + save);
      check(
          new SaveGate(trees, rows, kit.data, clock).unchanged(project),
          "just saved, and told apart: " + save);
    }
    if (then.straight() && !then.disturbed()) {
      check(save.ref().equals("refs/heads/" + user.branch()), "beside without a cause: " + save);
    }
  }

  /** Nothing keeps a save from the branch, as far as anybody outside can tell. */
  private boolean straight() throws IOException {
    if (!user.plain()) {
      return false;
    }
    Set<String> ours = new HashSet<>();
    rows.last(project.id()).forEach(save -> ours.add(save.commit()));
    // One that was pushed as it is stays the user's: after an amend it is somebody's work.
    ours.removeAll(user.made);
    try (Repository repository = user.open()) {
      return host.foreign(user.branch(), user.tip(), repository, ours).isEmpty();
    }
  }

  /** All is well again, everything that waits comes again, and nobody works any more. */
  private void settle() throws Exception {
    outage = false;
    points.end();
    for (TestWork work : List.copyOf(waiting)) {
      points.begin(0, 0, () -> {});
      finished(work);
      if (mutation != Mutation.A_REDELIVERY_IS_TAKEN_AS_DONE) {
        judge(
            saveWorkspace().save(request(work), new PassingWork(work, points)),
            new Circumstances(new TreeMap<>(), false, false, true));
      }
    }
    TestWork last = TestWork.of(project, JobKind.PERSIST);
    points.begin(0, 0, () -> {});
    Map<String, String> files = user.files();
    judge(
        saveWorkspace().save(request(last), new PassingWork(last, points)),
        new Circumstances(files, true, straight(), false));

    Map<String, String> held = host.everything();
    Set<String> lost = new LinkedHashSet<>(promised);
    lost.removeAll(held.keySet());
    check(lost.isEmpty(), "promised, and lost: " + lost);
    Set<String> missing = new LinkedHashSet<>(user.own);
    missing.removeAll(held.keySet());
    check(missing.isEmpty(), "the user's own commits, and not in the remote: " + missing);
    done.forEach(work -> once(work, held));
  }

  private void once(TestWork work, Map<String, String> held) {
    long commits =
        held.values().stream()
            .filter(message -> message.contains("Codeblocking-Job: " + work.job().id()))
            .count();
    check(commits <= 1, commits + " commits of the job " + work.job().id());
  }

  private void check(boolean holds, String words) {
    if (!holds) {
      throw new AssertionError(words + "\n  " + String.join("\n  ", history));
    }
  }

  private SaveRequest request(TestWork work) {
    return new SaveRequest(
        project, work.job().id(), work.job().createdAt(), SaveTrigger.DISCONNECT, null);
  }

  private Inside inside() {
    EnvironmentSettings base = new EnvironmentSettings("base", "image", 64L << 20, 1, 64, 0);
    return new Inside(containers, Map.of("base", base), kit.places);
  }

  private WorkspaceTrees freshTrees() {
    return new WorkspaceTrees(kit.places, Limits.withQuota(64 << 20), clock);
  }

  private SaveWorkspace saveWorkspace() {
    Saves saves = new PassingSaves(rows, points, mutation);
    Remotes remotes = remotes();
    return new SaveWorkspace(
        saves,
        new Stores(kit.data, remotes, clock),
        new MakeSave(
            trees,
            new UserCommits(inside(), UserCommits.MOST, SaveKit.MOST_OBJECTS),
            saves,
            PersistTarget.BRANCH,
            clock),
        new DeliverSave(remotes),
        new SaveWorkspace.After(
            new BringAlong(trees, inside(), BringAlong.MOST), new DeliverOthers(remotes)));
  }

  private Remotes remotes() {
    return any -> new PassingRemote(new HostedRemote(kit.hosted(project)));
  }

  /** The remote, with places to crash at before and after each word with it. */
  private final class PassingRemote extends OtherRemote {
    PassingRemote(Remote real) {
      super(real);
    }

    private void ask(String what) throws RetryLater {
      points.pass("before " + what);
      if (outage) {
        throw new RetryLater("away", null);
      }
    }

    @Override
    public Refs refs() throws RetryLater, NeedsPerson {
      ask("refs");
      Refs refs = super.refs();
      points.pass("after refs");
      if (lied.isEmpty()) {
        return refs;
      }
      Map<String, String> told = new TreeMap<>(refs.ids());
      lied.forEach(pair -> told.put(pair.split(" ")[0], pair.split(" ")[1]));
      return new Refs(refs.head(), told);
    }

    @Override
    public void fetchBranch(Path gitDir, String branch) throws RetryLater, NeedsPerson {
      ask("fetch");
      super.fetchBranch(gitDir, branch);
      points.pass("after fetch");
    }

    @Override
    public Push push(Path gitDir, String commit, String ref) throws RetryLater, NeedsPerson {
      boolean side = ref.contains("codeblocking/autosave");
      if (mutation == Mutation.SAVED_IS_SAID_BEFORE_THE_PUSH && random.nextInt(4) == 0) {
        lied.clear();
        lied.add(ref + " " + commit);
        return new Push.Landed();
      }
      if (mutation == Mutation.OTHER_BRANCHES_STAY_HERE && side && others()) {
        return new Push.Elsewhere(false, "not taken");
      }
      ask("push");
      if (mutation == Mutation.PUSHES_ARE_FORCED && !side) {
        return forced(gitDir, commit, ref);
      }
      Push push = super.push(gitDir, commit, ref);
      points.pass("after push");
      return push;
    }

    private boolean others() {
      return points.passed.contains("phase others");
    }

    private Push forced(Path gitDir, String commit, String ref) {
      try {
        host.force(gitDir, commit, ref);
        return new Push.Landed();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** A claimed job, with places to crash at. */
  private record PassingWork(TestWork work, CrashPoints points) implements codeblocking.job.Work {
    @Override
    public codeblocking.job.Job job() {
      return work.job();
    }

    @Override
    public void phase(String name) {
      points.pass("phase " + name);
    }

    @Override
    public void progress(String text) {}

    @Override
    public void checkLease() throws LeaseLost {
      points.pass("lease");
    }

    @Override
    public boolean cancelRequested() {
      return false;
    }
  }
}

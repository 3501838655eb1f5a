package codeblocking.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.corpus.InnocentCase.Step;
import codeblocking.job.JobKind;
import codeblocking.project.Project;
import codeblocking.save.HttpKit;
import codeblocking.save.Save;
import codeblocking.save.SaveKit;
import codeblocking.save.SaveState;
import codeblocking.save.Skipped;
import codeblocking.save.TestWork;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Plays one case: a remote, one or two projects of it, a colleague, and what each of them does. */
final class InnocentGround implements AutoCloseable {
  private static final String SEED =
      """
      git checkout -q -B main
      printf 'one\\n' > a.txt
      mkdir dir
      printf 'b\\n' > dir/b.txt
      printf '#!/bin/sh\\n' > run.sh
      chmod +x run.sh
      git add -A
      git commit -qm first
      git push -q origin main
      """;

  private final Path temp;
  private final HttpKit http;
  private final SaveKit kit;
  private final Map<String, Project> projects = new TreeMap<>();
  private @Nullable Shell colleague;
  private boolean sameTree = true;
  private boolean follows = true;
  private boolean crashed;
  private String landed = "";

  InnocentGround(Path temp) throws Exception {
    this.temp = Files.createDirectories(temp);
    http = new HttpKit(temp);
    kit = http.kit;
  }

  void play(InnocentCase each) throws Exception {
    sameTree = each.option("tree", "yes").equals("yes");
    follows = each.option("follows", "yes").equals("yes");
    List<Step> steps = new ArrayList<>(each.steps());
    if (steps.get(0).verb().equals("seed")) {
      new Shell(http.clone("seed"), home("seed"), http.remote(), null).run(steps.remove(0).body());
    } else if (steps.get(0).verb().equals("empty")) {
      steps.remove(0);
    } else {
      new Shell(http.clone("seed"), home("seed"), http.remote(), null).run(SEED);
    }
    for (Step step : steps) {
      play(step);
    }
    assertThatTheNextSaveWorksToo(each);
    assertThat(http.faults().pushes()).allMatch(push -> !push.applied() || push.fastForward());
    String unused = http.remoteGit("fsck", "--connectivity-only", "--no-dangling");
    for (Project project : projects.values()) {
      shell(project).run("git fsck --connectivity-only --no-dangling");
    }
  }

  private void play(Step step) throws Exception {
    boolean other = step.verb().startsWith("other");
    String verb = step.verb().replaceFirst("^other ", "");
    Project project = project(other ? "other" : "you");
    switch (verb.split(" ")[0]) {
      case "you", "inside", "other" -> shell(project).play(step);
      case "colleague" -> colleague().play(step);
      case "remote" -> new Shell(http.remote(), home("remote"), http.remote(), project).play(step);
      case "fetches" -> http.fetchRemote().handle(TestWork.of(project, JobKind.FETCH));
      case "protect" ->
          http.faults()
              .reject(
                  ("refs/heads/" + verb.split(" ")[1])::equals,
                  "protected branch hook declined",
                  "GH006: Protected branch update failed");
      case "unprotect" -> http.faults().heal();
      case "saves" -> {
        Optional<Save> save = saves(project, verb.substring("saves ".length()));
        assertThatItTells(save, step.body());
      }
      default -> throw new AssertionError("nobody knows how to " + verb);
    }
  }

  private Project project(String who) throws Exception {
    Project known = projects.get(who);
    if (known != null) {
      return known;
    }
    Project made = http.imported();
    projects.put(who, made);
    Files.writeString(
        shell(made).home().resolve(".gitconfig"),
        """
        [user]
        name = Ann Lee
        email = ann@example.org
        [init]
        defaultBranch = main
        [protocol "file"]
        allow = always
        [advice]
        detachedHead = false
        """);
    return made;
  }

  private Shell shell(Project project) throws Exception {
    Path home = kit.files(project).resolveSibling("home");
    return new Shell(kit.files(project), Files.createDirectories(home), http.remote(), project);
  }

  private Shell colleague() throws Exception {
    if (colleague == null) {
      colleague = new Shell(http.clone("colleague"), home("colleague"), http.remote(), null);
    }
    colleague.run("git fetch -q --prune; git checkout -q -B main origin/main 2>/dev/null || true");
    return colleague;
  }

  private Path home(String name) throws Exception {
    return Files.createDirectories(temp.resolve("home-" + name));
  }

  private Optional<Save> saves(Project project, String where) throws Exception {
    String before = refs();
    Optional<String> added = sameTree ? Optional.of(shell(project).allAdded()) : Optional.empty();
    List<String> tips = shell(project).tips();
    String inside = shell(project).state();
    Optional<Save> saved = delivered(project);
    if (!where.startsWith("on ")) {
      assertThat(shell(project).state()).as("inside").isEqualTo(inside);
    }
    if (where.equals("nothing")) {
      assertThat(refs()).isEqualTo(before);
      return Optional.empty();
    }
    Save save = saved.orElseThrow();
    assertThat(save.state()).isEqualTo(SaveState.SAVED);
    assertThat(landing(project, save.ref())).as("%s", save.message()).isEqualTo(where);
    landed = where;
    String unused = http.remoteGit("merge-base", "--is-ancestor", save.commit(), save.ref());
    if (where.startsWith("on ") && follows) {
      assertThat(shell(project).run("git rev-parse HEAD").strip())
          .as("what is checked out")
          .isEqualTo(http.remoteGit("rev-parse", save.ref()));
    }
    if (added.isPresent()) {
      assertThat(http.remoteGit("rev-parse", save.commit() + "^{tree}"))
          .as("the tree that git add -A would make")
          .isEqualTo(added.get());
    }
    for (String tip : tips) {
      assertThat(http.remoteGit("rev-list", "-1", tip, "--not", "--all"))
          .as("a commit of the user's that the remote does not have")
          .isEmpty();
    }
    assertThat(kit.gate().unchanged(project)).as("the container may be stopped").isTrue();
    return saved;
  }

  private static void assertThatItTells(Optional<Save> save, String body) {
    List<String> words = told(body, "says: ");
    assertThat(words).allMatch(save.map(Save::message).orElse("")::contains, "in the message");
    List<String> skipped =
        save.map(Save::skipped).orElse(List.of()).stream().map(Skipped::path).toList();
    assertThat(skipped)
        .as("%s", save.map(Save::skipped))
        .containsExactlyInAnyOrderElementsOf(told(body, "skips: "));
  }

  private static List<String> told(String body, String key) {
    return body.lines()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(key.length()))
        .toList();
  }

  /** The first save of a case meets a crash after its push; each is delivered once too often. */
  private Optional<Save> delivered(Project project) throws Exception {
    TestWork work = TestWork.of(project, JobKind.PERSIST);
    if (!crashed) {
      crashed = true;
      try {
        kit.save(project, work.crashingAt("verify"));
      } catch (TestWork.Crash e) {
        assertThat(e).hasMessageContaining("verify");
      }
    }
    Optional<Save> save = kit.save(project, work).save();
    String once = refs() + shell(project).state();
    kit.save(project, work);
    assertThat(refs() + shell(project).state()).as("after a redelivery").isEqualTo(once);
    String trailer = "^Codeblocking-Job: " + work.job().id();
    assertThat(http.remoteGit("log", "--all", "--format=%h", "--grep=" + trailer).lines())
        .as("commits of one job")
        .hasSizeLessThan(2);
    return save;
  }

  private void assertThatTheNextSaveWorksToo(InnocentCase each) throws Exception {
    Project project = project("you");
    String last = landed;
    kit.write(project, "later/later.txt", "later\n");
    Save save = saves(project, each.option("next", last)).orElseThrow();
    assertThat(http.remoteGit("show", save.ref() + ":later/later.txt")).isEqualTo("later");
    String before = refs();
    assertThat(kit.save(project).changed()).as("a save of nothing new").isFalse();
    assertThat(refs()).isEqualTo(before);
  }

  private String refs() throws Exception {
    return http.remoteGit("for-each-ref", "--format=%(objectname) %(refname)");
  }

  private static String landing(Project project, String ref) {
    String side = "refs/heads/codeblocking/autosave/" + project.id() + "/";
    return ref.startsWith(side)
        ? "beside " + ref.substring(side.length())
        : "on " + ref.substring("refs/heads/".length());
  }

  @Override
  public void close() {
    http.close();
  }
}

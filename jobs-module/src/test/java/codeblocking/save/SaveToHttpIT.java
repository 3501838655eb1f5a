package codeblocking.save;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import codeblocking.credential.Credential;
import codeblocking.job.JobKind;
import codeblocking.job.NeedsPerson;
import codeblocking.job.RetryLater;
import codeblocking.project.Project;
import codeblocking.remote.Faults;
import codeblocking.remote.SlowestRemote;
import codeblocking.workspace.GitState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SaveToHttpIT {
  @TempDir Path temp;
  HttpKit http;
  SaveKit kit;
  Project project;

  @BeforeEach
  void importRepository() throws Exception {
    http = new HttpKit(temp);
    kit = http.kit;
    http.seed();
    project = http.imported();
  }

  @AfterEach
  void stopServer() {
    http.close();
  }

  @Test
  void an_import_is_the_repository_byte_for_byte() throws Exception {
    assertThat(kit.userGit(project, "status", "--porcelain", "--branch"))
        .isEqualTo("## main...origin/main");
    assertThat(kit.userGit(project, "rev-parse", "HEAD"))
        .isEqualTo(http.remoteGit("rev-parse", "main"));
    assertThat(Files.readSymbolicLink(kit.files(project).resolve("link")).toString())
        .isEqualTo("src/run.sh");
    assertThat(kit.files(project).resolve("src/run.sh")).isExecutable();
    assertThat(project.filled()).isTrue();
  }

  @Test
  void nothing_changed_makes_no_commit_and_no_row() throws Exception {
    String before = http.remoteGit("rev-parse", "main");

    SaveOutcome outcome = kit.save(project);

    assertThat(outcome.changed()).isFalse();
    assertThat(outcome.save()).isEmpty();
    assertThat(http.remoteGit("rev-parse", "main")).isEqualTo(before);
    assertThat(kit.saves.last(project.id())).isEmpty();
  }

  @Test
  void where_the_users_refs_went_along_with_a_save_is_known_before_the_next() throws Exception {
    kit.write(project, "a.txt", "a\n");
    kit.save(project);

    GitState state = kit.trees.state(project.id());
    assertThat(state.head()).isEqualTo(http.remoteGit("rev-parse", "main"));
    try (GitStore store = GitStore.look(kit.data.git(project.id().toString())).orElseThrow()) {
      assertThat(store.brought()).isEqualTo(state.fingerprint(Map.of()));
      assertThat(store.refs(StoreRefs.USER_HEADS)).isEqualTo(state.branches());
    }
  }

  @Test
  void tags_that_a_remote_of_the_workspace_has_are_not_pushed_beside() throws Exception {
    Path upstream = temp.resolve("upstream");
    Files.createDirectories(upstream);
    SaveKit.git(upstream, "init", "-q");
    SaveKit.git(upstream, "commit", "-q", "--allow-empty", "-m", "theirs");
    SaveKit.git(upstream, "tag", "-m", "a text", "theirs-1");
    SaveKit.git(upstream, "tag", "theirs-2");
    kit.userGit(project, "remote", "add", "upstream", upstream.toString());
    kit.userGit(project, "fetch", "-q", "upstream");
    kit.userGit(project, "commit", "-q", "--allow-empty", "-m", "mine");
    kit.userGit(project, "tag", "mine-1");
    kit.userGit(project, "reset", "-q", "--hard", "HEAD~1");
    kit.write(project, "a.txt", "a\n");

    kit.save(project);

    String mine = kit.userGit(project, "rev-parse", "mine-1");
    String side = "codeblocking/autosave/" + project.id() + "/tags";
    assertThat(http.remoteGit("rev-parse", side)).isEqualTo(mine);
    assertThat(kit.save(project).changed()).isFalse();
  }

  @Test
  void the_remotes_own_tags_make_nothing_to_save() throws Exception {
    SaveKit.git(http.remote(), "tag", "v1", "main");
    SaveKit.git(http.remote(), "tag", "-m", "a text", "v2", "main");
    project = http.imported();
    kit.write(project, "a.txt", "a\n");

    kit.save(project);

    assertThat(kit.userGit(project, "tag")).isEqualTo("v1\nv2");
    assertThat(http.remoteGit("for-each-ref", "--format=%(refname)", "refs/heads"))
        .isEqualTo("refs/heads/main");
    assertThat(kit.save(project).changed()).isFalse();
  }

  /** A branch that is not checked out, and what somebody has made in the remote meanwhile. */
  @Test
  void what_is_in_the_way_of_another_branchs_side_ref_is_gone_round() throws Exception {
    String side = "codeblocking/autosave/" + project.id() + "/other";
    SaveKit.git(http.remote(), "branch", side + "/below", "main");
    kit.userGit(project, "checkout", "-q", "-b", "other");
    kit.userGit(project, "commit", "-q", "--allow-empty", "-m", "mine");
    kit.userGit(project, "checkout", "-q", "main");

    kit.save(project);

    String mine = kit.userGit(project, "rev-parse", "other");
    assertThat(
            http.remoteGit("for-each-ref", "--format=%(objectname)", "refs/heads/" + side + "-*"))
        .isEqualTo(mine);
  }

  /** Git keeps no ref below another, and fails to lock it as if time would help. */
  @ParameterizedTest
  @ValueSource(strings = {"topic", "topic/one/deep"})
  void a_branch_that_somebody_elses_is_in_the_way_of_goes_beside(String name) throws Exception {
    SaveKit.git(http.remote(), "branch", "topic/one", "main");
    kit.userGit(project, "checkout", "-q", "-b", name);
    kit.write(project, "a.txt", "a\n");

    Save save = kit.save(project).save().orElseThrow();

    assertThat(save.state()).isEqualTo(SaveState.SAVED);
    assertThat(save.message()).contains("the remote has a branch topic/one");
    assertThat(http.remoteGit("show", save.ref() + ":a.txt")).isEqualTo("a");

    SaveKit.git(http.remote(), "branch", "-D", "topic/one");
    kit.write(project, "a.txt", "b\n");
    assertThat(kit.save(project).save().orElseThrow().state()).isEqualTo(SaveState.SAVED);
  }

  @Test
  void somebody_in_the_way_of_the_side_ref_itself_is_gone_round() throws Exception {
    String side = "codeblocking/autosave/" + project.id() + "/main";
    SaveKit.git(http.remote(), "branch", side + "/below", "main");
    http.faults().reject("refs/heads/main"::equals, "protected branch hook declined");
    kit.write(project, "a.txt", "a\n");

    Save save = kit.save(project).save().orElseThrow();

    assertThat(save.ref()).startsWith("refs/heads/" + side + "-");
    assertThat(http.remoteGit("show", save.ref() + ":a.txt")).isEqualTo("a");
  }

  @Test
  void a_remote_with_few_refs_is_asked_once_before_the_push_and_once_after_it() throws Exception {
    int before = http.faults().requests().size();
    kit.write(project, "readme.md", "two\n");

    assertThat(kit.save(project).save().orElseThrow().state()).isEqualTo(SaveState.SAVED);

    assertThat(http.faults().requests().subList(before, http.faults().requests().size()))
        .extracting(Faults.Received::method)
        .containsExactly("GET", "POST", "GET");
  }

  /** A large repository has a hundred thousand refs of pull requests. */
  @Test
  void a_save_asks_the_remote_for_no_ref_but_its_own() throws Exception {
    http.manyRefs();
    int before = http.faults().lists().size();
    kit.write(project, "readme.md", "two\n");

    Save save = kit.save(project).save().orElseThrow();

    assertThat(save.ref()).isEqualTo("refs/heads/main");
    assertThat(http.remoteGit("rev-parse", "main")).isEqualTo(save.commit());
    assertThat(http.faults().lists().subList(before, http.faults().lists().size()))
        .isNotEmpty()
        .allSatisfy(prefixes -> assertThat(prefixes).contains("refs/heads/main"));
  }

  @Test
  void work_lands_on_the_branch_and_inside_follows() throws Exception {
    kit.write(project, "readme.md", "two\n");

    Save save = kit.save(project).save().orElseThrow();

    assertThat(http.remoteGit("rev-parse", "main")).isEqualTo(save.commit());
    assertThat(kit.userGit(project, "status", "--porcelain", "--branch"))
        .isEqualTo("## main...origin/main");
    assertThat(kit.userGit(project, "rev-parse", "HEAD")).isEqualTo(save.commit());
    assertThat(save.changed()).isEqualTo(1);
  }

  @Test
  void the_users_own_commits_stay_ancestors() throws Exception {
    kit.write(project, "mine.txt", "mine\n");
    kit.userGit(project, "add", ".");
    kit.userGit(project, "commit", "-qm", "my own");
    String own = kit.userGit(project, "rev-parse", "HEAD");
    kit.write(project, "more.txt", "more\n");

    Save save = kit.save(project).save().orElseThrow();

    assertThat(http.remoteGit("rev-parse", save.commit() + "^")).isEqualTo(own);
    assertThat(http.remoteGit("show", "main:more.txt")).isEqualTo("more");
  }

  @Test
  void a_503_is_for_later_and_the_same_commit_is_pushed_then() throws Exception {
    kit.write(project, "a.txt", "a\n");
    TestWork work = TestWork.of(project, JobKind.PERSIST);
    http.faults().fail(1, Faults.On.PUSH, 503);

    assertThatThrownBy(() -> kit.save(project, work)).isInstanceOf(RetryLater.class);
    Save pinned = kit.saves.ofJob(work.job().id()).orElseThrow();
    assertThat(pinned.state()).isEqualTo(SaveState.SAVED_LOCALLY);

    kit.write(project, "b.txt", "later\n");
    assertThat(kit.save(project, work).save().orElseThrow().state()).isEqualTo(SaveState.SAVED);
    assertThat(http.remoteGit("rev-parse", "main")).isEqualTo(pinned.commit());
  }

  @Test
  void a_save_after_one_that_waits_descends_from_it() throws Exception {
    kit.write(project, "a.txt", "a\n");
    TestWork first = TestWork.of(project, JobKind.PERSIST);
    http.faults().fail(1, Faults.On.PUSH, 503);
    assertThatThrownBy(() -> kit.save(project, first)).isInstanceOf(RetryLater.class);
    kit.write(project, "b.txt", "b\n");

    kit.save(project);
    kit.save(project, first);

    assertThat(http.remoteGit("log", "--format=%(trailers:key=Codeblocking-Job,valueonly)", "main"))
        .contains(first.job().id().toString());
    assertThat(http.remoteGit("for-each-ref", "refs/heads/codeblocking")).isEmpty();
    assertThat(http.remoteGit("show", "main:b.txt")).isEqualTo("b");
  }

  /** No read timeout sees it: the pack fills the buffers, and the rest of it waits. */
  @Test
  void a_remote_that_reads_nothing_keeps_nobody_waiting() throws Exception {
    byte[] much = new byte[16 << 20];
    new Random(1).nextBytes(much);
    Files.write(kit.files(project).resolve("much.bin"), much);
    TestWork work = TestWork.of(project, JobKind.PERSIST);
    http.slowest(new SlowestRemote(Duration.ofMinutes(1), Duration.ofSeconds(3), 10_000_000));
    http.faults().stall(1, Faults.On.PUSH_PACK);
    long start = System.nanoTime();

    assertThatThrownBy(() -> kit.save(project, work))
        .isInstanceOf(RetryLater.class)
        .hasMessageContaining("slower than");

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(40));
    http.faults().heal();
    http.slowest(SlowestRemote.USUAL);
    assertThat(kit.save(project, work).save().orElseThrow().state()).isEqualTo(SaveState.SAVED);
  }

  @Test
  void a_lost_answer_is_no_second_commit() throws Exception {
    kit.write(project, "a.txt", "a\n");
    TestWork work = TestWork.of(project, JobKind.PERSIST);
    http.faults().dropResponse(1);

    assertThatThrownBy(() -> kit.save(project, work)).isInstanceOf(RetryLater.class);
    kit.save(project, work);

    assertThat(http.remoteGit("rev-list", "--count", "main")).isEqualTo("3");
  }

  @Test
  void a_colleague_is_never_overwritten() throws Exception {
    kit.write(project, "a.txt", "a\n");
    http.colleaguePushes("theirs.txt", "theirs\n");
    String theirs = http.remoteGit("rev-parse", "main");

    Save first = kit.save(project).save().orElseThrow();
    kit.write(project, "a.txt", "again\n");
    Save second = kit.save(project).save().orElseThrow();

    assertThat(http.remoteGit("rev-parse", "main")).isEqualTo(theirs);
    String side = "codeblocking/autosave/" + project.id() + "/main";
    assertThat(first.ref()).isEqualTo("refs/heads/" + side);
    assertThat(second.ref()).isEqualTo("refs/heads/" + side);
    assertThat(http.remoteGit("show", side + ":a.txt")).isEqualTo("again");
    http.remoteGit("merge-base", "--is-ancestor", first.commit(), side);
    assertThat(second.message()).contains("beside");
  }

  @Test
  void after_the_user_merged_the_colleague_saves_land_on_the_branch_again() throws Exception {
    kit.write(project, "a.txt", "a\n");
    http.colleaguePushes("theirs.txt", "theirs\n");
    kit.save(project);
    http.fetchRemote().handle(TestWork.of(project, JobKind.FETCH));
    kit.userGit(project, "add", ".");
    kit.userGit(project, "commit", "-qm", "mine");
    kit.userGit(project, "merge", "-q", "--no-edit", "origin/main");

    Save save = kit.save(project).save().orElseThrow();

    assertThat(save.ref()).isEqualTo("refs/heads/main");
    assertThat(http.remoteGit("show", "main:theirs.txt")).isEqualTo("theirs");
    assertThat(http.remoteGit("show", "main:a.txt")).isEqualTo("a");
  }

  @Test
  void a_protected_branch_is_saved_beside() throws Exception {
    kit.write(project, "a.txt", "a\n");
    http.faults()
        .reject(
            "refs/heads/main"::equals,
            "protected branch hook declined",
            "GH006: Protected branch update failed");

    Save save = kit.save(project).save().orElseThrow();

    assertThat(save.ref()).startsWith("refs/heads/codeblocking/autosave/");
    assertThat(save.state()).isEqualTo(SaveState.SAVED);
  }

  @Test
  void a_secret_is_refused_until_a_person_helps() throws Exception {
    kit.write(project, "a.txt", "a\n");
    TestWork work = TestWork.of(project, JobKind.PERSIST);
    http.faults()
        .reject(
            "push declined due to repository rule violations",
            "GH013: Push cannot contain secrets");

    assertThatThrownBy(() -> kit.save(project, work))
        .isInstanceOf(NeedsPerson.class)
        .hasMessageContaining("secret");
    assertThat(kit.saves.ofJob(work.job().id()).orElseThrow().state()).isEqualTo(SaveState.BLOCKED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"import", "snapshot", "commit", "push", "verify", "bring-along"})
  void a_crash_at_any_phase_leaves_one_commit(String phase) throws Exception {
    kit.write(project, "a.txt", "a\n");
    TestWork work = TestWork.of(project, JobKind.PERSIST);

    assertThatThrownBy(() -> kit.save(project, work.crashingAt(phase)))
        .isInstanceOf(TestWork.Crash.class);
    kit.save(project, work);

    assertThat(http.remoteGit("rev-list", "--count", "main")).isEqualTo("3");
    assertThat(http.remoteGit("for-each-ref", "refs/heads/codeblocking")).isEmpty();
    assertThat(kit.saves.newestVerified(project.id())).isPresent();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void a_crash_at_any_lease_check_leaves_one_commit(int check) throws Exception {
    kit.write(project, "a.txt", "a\n");
    TestWork work = TestWork.of(project, JobKind.PERSIST);

    assertThatThrownBy(() -> kit.save(project, work.crashingAtLeaseCheck(check)))
        .isInstanceOf(TestWork.Crash.class);
    kit.save(project, work);

    assertThat(http.remoteGit("rev-list", "--count", "main")).isEqualTo("3");
  }

  @Test
  void a_save_goes_on_without_the_users_commits_when_they_cannot_be_had() throws Exception {
    kit.write(project, "a.txt", "a\n");
    kit.userGit(project, "add", ".");
    kit.userGit(project, "commit", "-qm", "my own");
    kit.containers.down = true;

    Save save = kit.save(project).save().orElseThrow();

    assertThat(http.remoteGit("show", "main:a.txt")).isEqualTo("a");
    assertThat(save.state()).isEqualTo(SaveState.SAVED);

    kit.containers.down = false;
    String own = kit.userGit(project, "rev-parse", "HEAD");
    kit.write(project, "b.txt", "b\n");
    Save next = kit.save(project).save().orElseThrow();
    assertThat(next.ref()).isEqualTo("refs/heads/main");
    http.remoteGit("merge-base", "--is-ancestor", own, "main");
    assertThat(kit.userGit(project, "rev-parse", "HEAD")).isEqualTo(next.commit());
  }

  @Test
  void the_credential_goes_to_its_host_and_nothing_else_is_asked_twice() throws Exception {
    http.credentials.put("127.0.0.1:" + http.server.port(), new Credential("ann", "s3cret"));
    http.faults().requireBasic("ann", "s3cret");
    kit.write(project, "a.txt", "a\n");

    assertThat(kit.save(project).changed()).isTrue();
  }
}

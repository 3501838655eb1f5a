package codeblocking.save;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import codeblocking.job.JobKind;
import codeblocking.job.NeedsPerson;
import codeblocking.project.Project;
import codeblocking.remote.Faults;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A remote refuses single files: the rest is saved, and they stay, named. */
class HeldBackIT {
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

  private String side() {
    return "codeblocking/autosave/" + project.id() + "/main";
  }

  private long refusals() {
    return http.faults().pushes().stream().filter(pushed -> !pushed.applied()).count();
  }

  @Test
  void a_large_file_stays_and_the_rest_is_saved() throws Exception {
    http.faults().refuseLarge("data/big file.bin"::equals);
    kit.write(project, "data/big file.bin", "large");
    kit.write(project, "a.txt", "a\n");

    Save save = kit.save(project).save().orElseThrow();

    assertThat(save.state()).isEqualTo(SaveState.SAVED);
    assertThat(save.ref()).isEqualTo("refs/heads/main");
    assertThat(http.remoteGit("rev-parse", "main")).isEqualTo(save.commit());
    assertThat(http.remoteGit("ls-tree", "-r", "--name-only", "main"))
        .contains("a.txt")
        .doesNotContain("big file");
    assertThat(save.skipped())
        .singleElement()
        .satisfies(
            skipped -> {
              assertThat(skipped.path()).isEqualTo("data/big file.bin");
              assertThat(skipped.reason()).contains("too large");
            });
    assertThat(save.message()).contains("data/big file.bin").contains("stayed in the workspace");
    assertThat(kit.files(project).resolve("data/big file.bin")).hasContent("large");
    assertThat(kit.userGit(project, "rev-parse", "HEAD")).isEqualTo(save.commit());
    assertThat(kit.userGit(project, "status", "--porcelain")).isEqualTo("?? data/");
  }

  @Test
  void a_secret_in_a_known_file_leaves_what_the_remote_had_of_it() throws Exception {
    http.faults().refuseSecrets("readme.md"::equals);
    kit.write(project, "readme.md", "password = hunter2\n");
    kit.write(project, "a.txt", "a\n");

    Save save = kit.save(project).save().orElseThrow();

    assertThat(save.state()).isEqualTo(SaveState.SAVED);
    assertThat(http.remoteGit("show", "main:readme.md")).isEqualTo("one");
    assertThat(http.remoteGit("show", "main:a.txt")).isEqualTo("a");
    assertThat(save.skipped()).extracting(Skipped::path).containsExactly("readme.md");
    assertThat(kit.files(project).resolve("readme.md")).hasContent("password = hunter2\n");
  }

  @Test
  void the_container_may_stop_although_a_file_was_refused() throws Exception {
    http.faults().refuseLarge("big.bin"::equals);
    kit.write(project, "big.bin", "large");
    kit.write(project, "a.txt", "a\n");
    kit.save(project);

    assertThat(kit.gate().unchanged(project)).isTrue();
    kit.write(project, "big.bin", "larger");
    assertThat(kit.gate().unchanged(project)).isFalse();
  }

  @Test
  void a_refused_file_is_not_sent_again_until_it_changes_or_somebody_asks() throws Exception {
    http.faults().refuseLarge("big.bin"::equals);
    kit.write(project, "big.bin", "large");
    kit.write(project, "a.txt", "a\n");
    Save first = kit.saveAtEnd(project).save().orElseThrow();
    assertThat(refusals()).isEqualTo(1);

    SaveOutcome nothingNew = kit.saveAtEnd(project);
    kit.write(project, "b.txt", "b\n");
    Save second = kit.saveAtEnd(project).save().orElseThrow();

    assertThat(nothingNew.changed()).isFalse();
    assertThat(refusals()).isEqualTo(1);
    assertThat(second.skipped()).extracting(Skipped::path).containsExactly("big.bin");
    assertThat(http.remoteGit("rev-parse", "main^")).isEqualTo(first.commit());

    kit.write(project, "big.bin", "smaller");
    kit.saveAtEnd(project);
    assertThat(refusals()).isEqualTo(2);

    http.faults().heal();
    Save last = kit.save(project).save().orElseThrow();
    assertThat(last.skipped()).isEmpty();
    assertThat(http.remoteGit("show", "main:big.bin")).isEqualTo("smaller");
    assertThat(kit.userGit(project, "status", "--porcelain")).isEmpty();
  }

  @Test
  void nothing_but_a_refused_file_makes_no_empty_commit() throws Exception {
    http.faults().refuseLarge("big.bin"::equals);
    String before = http.remoteGit("rev-parse", "main");
    kit.write(project, "big.bin", "large");

    Save save = kit.saveAtEnd(project).save().orElseThrow();
    kit.saveAtEnd(project);

    assertThat(save.skipped()).extracting(Skipped::path).containsExactly("big.bin");
    assertThat(http.remoteGit("rev-parse", "main")).isEqualTo(before);
    assertThat(http.remoteGit("for-each-ref", "refs/heads/codeblocking")).isEmpty();
  }

  @Test
  void a_refused_file_in_the_users_own_commit_is_saved_around() throws Exception {
    http.faults().refuseSecrets("key.txt"::equals);
    String before = http.remoteGit("rev-parse", "main");
    kit.write(project, "key.txt", "secret");
    kit.write(project, "mine.txt", "mine\n");
    kit.userGit(project, "add", ".");
    kit.userGit(project, "commit", "-qm", "mine");
    String own = kit.userGit(project, "rev-parse", "HEAD");
    kit.write(project, "a.txt", "a\n");

    Save save = kit.saveAtEnd(project).save().orElseThrow();

    assertThat(save.state()).isEqualTo(SaveState.SAVED);
    assertThat(save.ref()).isEqualTo("refs/heads/" + side());
    assertThat(save.message()).contains("key.txt").contains("commits");
    assertThat(http.remoteGit("rev-parse", "main")).isEqualTo(before);
    assertThat(http.remoteGit("ls-tree", "-r", "--name-only", side()))
        .contains("a.txt")
        .contains("mine.txt")
        .doesNotContain("key.txt");
    assertThat(kit.userGit(project, "rev-parse", "HEAD")).as("theirs to change").isEqualTo(own);

    kit.saveAtEnd(project);
    kit.write(project, "a.txt", "again\n");
    kit.saveAtEnd(project);
    assertThat(refusals()).as("known by now").isEqualTo(1);
    assertThat(http.remoteGit("rev-list", "--count", side())).isEqualTo("4");
    assertThat(http.remoteGit("show", side() + ":a.txt")).isEqualTo("again");
  }

  @Test
  void after_the_user_took_the_secret_out_saves_land_on_the_branch_again() throws Exception {
    http.faults().refuseSecrets("key.txt"::equals);
    kit.write(project, "key.txt", "secret");
    kit.userGit(project, "add", ".");
    kit.userGit(project, "commit", "-qm", "mine");
    kit.saveAtEnd(project);
    kit.userGit(project, "rm", "-q", "key.txt");
    kit.userGit(project, "commit", "-q", "--amend", "--allow-empty", "-m", "without");
    kit.write(project, "a.txt", "a\n");

    Save save = kit.saveAtEnd(project).save().orElseThrow();

    assertThat(save.ref()).isEqualTo("refs/heads/main");
    assertThat(save.skipped()).isEmpty();
    assertThat(http.remoteGit("show", "main:a.txt")).isEqualTo("a");
  }

  @Test
  @Timeout(60)
  void commits_with_any_number_of_files_keep_no_worker() throws Exception {
    http.faults().reject("push declined", "error: GH013: secrets", "    path: key.txt:1");
    kit.write(project, "key.txt", "secret");
    kit.userGit(project, "add", ".");
    kit.userGit(project, "commit", "-qm", "mine");
    String tree = kit.userGit(project, "rev-parse", "HEAD^{tree}");
    for (int i = 0; i < 9; i++) {
      StringBuilder level = new StringBuilder();
      for (int j = 0; j < 10; j++) {
        level.append("040000 tree ").append(tree).append('\t').append(j).append('\n');
      }
      tree = mktree(level.toString());
    }
    kit.userGit(
        project,
        "update-ref",
        "refs/heads/main",
        kit.userGit(project, "commit-tree", "-p", "HEAD", "-m", "bomb", tree));
    kit.write(project, "a.txt", "a\n");

    assertThatThrownBy(() -> kit.saveAtEnd(project)).isInstanceOf(NeedsPerson.class);
  }

  private String mktree(String entries) throws Exception {
    Files.writeString(kit.files(project).resolve(".git/level"), entries);
    ProcessBuilder builder =
        new ProcessBuilder("git", "mktree")
            .directory(kit.files(project).toFile())
            .redirectInput(kit.files(project).resolve(".git/level").toFile());
    return new String(builder.start().getInputStream().readAllBytes(), UTF_8).strip();
  }

  @Test
  void an_earlier_save_that_holds_a_refused_file_and_never_arrived_is_saved_around()
      throws Exception {
    http.faults().refuseLarge("big.bin"::equals).fail(1, Faults.On.PUSH, 503);
    kit.write(project, "big.bin", "large");
    kit.write(project, "a.txt", "a\n");
    assertThatThrownBy(() -> kit.saveAtEnd(project)).hasMessageContaining("503");
    kit.write(project, "b.txt", "b\n");

    Save save = kit.saveAtEnd(project).save().orElseThrow();

    assertThat(save.ref()).isEqualTo("refs/heads/main");
    assertThat(http.remoteGit("ls-tree", "-r", "--name-only", "main"))
        .contains("a.txt")
        .contains("b.txt")
        .doesNotContain("big.bin");
    assertThat(http.remoteGit("rev-parse", "main")).isEqualTo(save.commit());
    kit.write(project, "c.txt", "c\n");
    kit.saveAtEnd(project);
    assertThat(http.remoteGit("show", "main:c.txt")).isEqualTo("c");
  }

  @Test
  void a_push_that_is_too_large_as_a_whole_goes_without_its_largest_file() throws Exception {
    http.faults().fail(1, Faults.On.PUSH_PACK, 413);
    Files.write(kit.files(project).resolve("huge.bin"), new byte[3 << 20]);
    Files.write(kit.files(project).resolve("large.bin"), new byte[2 << 20]);
    kit.write(project, "a.txt", "a\n");

    Save save = kit.saveAtEnd(project).save().orElseThrow();

    assertThat(save.skipped()).extracting(Skipped::path).containsExactly("huge.bin");
    assertThat(http.remoteGit("ls-tree", "-r", "--name-only", "main"))
        .contains("large.bin")
        .contains("a.txt")
        .doesNotContain("huge.bin");
  }

  @Test
  void a_refusal_that_names_no_file_of_the_save_waits_for_a_person() throws Exception {
    http.faults()
        .reject(
            "pre-receive hook declined",
            "error: GH001: Large files detected.",
            "error: File ../../etc/passwd is 120.00 MB; this exceeds GitHub's limit");
    kit.write(project, "a.txt", "a\n");
    TestWork work = TestWork.of(project, JobKind.PERSIST);

    assertThatThrownBy(() -> kit.save(project, work))
        .isInstanceOf(NeedsPerson.class)
        .hasMessageContaining("too large");
    assertThat(kit.saves.ofJob(work.job().id()).orElseThrow().state()).isEqualTo(SaveState.BLOCKED);
  }

  @Test
  void a_crash_after_the_push_without_the_file_leaves_one_commit() throws Exception {
    http.faults().refuseLarge("big.bin"::equals);
    kit.write(project, "big.bin", "large");
    kit.write(project, "a.txt", "a\n");
    TestWork work = TestWork.of(project, JobKind.PERSIST);

    assertThatThrownBy(() -> kit.save(project, work.crashingAt("verify")))
        .isInstanceOf(TestWork.Crash.class);
    Save save = kit.save(project, work).save().orElseThrow();

    assertThat(http.remoteGit("rev-list", "--count", "main")).isEqualTo("3");
    assertThat(http.remoteGit("rev-parse", "main")).isEqualTo(save.commit());
    assertThat(save.ref()).isEqualTo("refs/heads/main");
  }
}

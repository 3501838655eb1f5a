package codeblocking.system;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.remote.Faults;
import codeblocking.remote.Faults.On;
import codeblocking.remote.FaultyGitServer;
import codeblocking.system.kit.Api;
import codeblocking.system.kit.Containers;
import codeblocking.system.kit.Git;
import codeblocking.system.kit.TerminalClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A remote may refuse, stall, cut the connection or lose its answer: the work arrives, once. */
class RemoteFaultsIT {

  private final Api fay = Shared.server().as("fay");
  private final FaultyGitServer git = Shared.failing();

  /** An imported project with an edit, whose tab was closed after the fault was set. */
  private String editedAndClosed(String name, Fault fault, String edit) {
    String url = git.create(name);
    Histories.small(url, 2000);
    String id = fay.importProject(name, url);
    try (TerminalClient terminal = fay.attach(id)) {
      fay.awaitImported(id);
      terminal.run(edit);
      fault.set(git.faults(name));
    }
    return id;
  }

  private interface Fault {
    void set(Faults faults);
  }

  private void assertSavedOnce(String name) {
    Git clone = Git.clone(git.url(name));
    assertThat(clone.tree()).containsKey("work.txt");
    assertThat(clone.jobTrailers()).hasSize(1);
    assertThat(git.faults(name).pushes()).allMatch(Faults.Pushed::fastForward);
    assertThat(clone.tryTo("fsck").exit()).isZero();
  }

  @Test
  void a_remote_that_answers_503_three_times_gets_the_work_in_the_end() {
    String id =
        editedAndClosed("busy-503", faults -> faults.fail(3, On.PUSH, 503), "echo w > work.txt");

    fay.awaitSaved(id);
    assertSavedOnce("busy-503");
    JsonNode job = fay.jobs("kind=persist&project=" + id).get(0);
    JsonNode whole = fay.job(job.path("id").asText());
    assertThat(whole.path("attempts").size()).isGreaterThanOrEqualTo(4);
    assertThat(whole.path("attempts").toString()).contains("503");
  }

  @Test
  void retry_after_is_honoured() {
    String id =
        editedAndClosed(
            "retry-after",
            faults -> faults.fail(1, On.PUSH, 429, Duration.ofSeconds(6)),
            "echo w > work.txt");
    fay.awaitSaved(id);

    assertSavedOnce("retry-after");
    List<Faults.Received> pushes =
        git.faults("retry-after").requests().stream()
            .filter(Faults.Received::push)
            // Before it, the repository was filled.
            .dropWhile(push -> push.status() != 429)
            .toList();
    Instant refused = pushes.get(0).at();
    assertThat(Duration.between(refused, pushes.get(1).at()))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void a_slow_remote_keeps_nobody_else_waiting() {
    String slow = editedAndClosed("slow-push", faults -> faults.hold(On.PUSH), "echo w > work.txt");
    String quick = editedAndClosed("quick-push", faults -> {}, "echo w > work.txt");

    fay.awaitSaved(quick);
    JsonNode waiting = fay.project(slow);
    assertThat(waiting.path("unsaved").asBoolean()).isTrue();
    git.faults("slow-push").release();
    fay.awaitSaved(slow);
    assertSavedOnce("slow-push");
  }

  @Test
  void a_connection_that_drops_within_the_pack_is_tried_again() {
    String id =
        editedAndClosed(
            "dropped",
            faults -> faults.dropBody(2, On.PUSH_PACK, 100_000),
            "head -c 600000 /dev/urandom > big.bin; echo w > work.txt");
    fay.awaitSaved(id);
    assertSavedOnce("dropped");
  }

  @Test
  void a_push_whose_answer_is_lost_is_not_made_twice() {
    String id =
        editedAndClosed("lost-answer", faults -> faults.dropResponse(1), "echo w > work.txt");

    fay.awaitSaved(id);
    assertSavedOnce("lost-answer");
    assertThat(git.faults("lost-answer").pushes())
        .filteredOn(pushed -> pushed.applied() && pushed.ref().equals("refs/heads/main"))
        .as("the import's own push and one save")
        .hasSize(2);
  }

  @Test
  void a_push_that_a_hook_refuses_is_blocked_with_the_reason_and_goes_on_after_the_cure() {
    String id =
        editedAndClosed(
            "refused",
            faults ->
                faults.reject(
                    "push declined due to repository rule violations",
                    "error: GH013: Repository rule violations found for refs/heads/main.",
                    "Push cannot contain secrets"),
            "echo w > work.txt");

    JsonNode save =
        fay.awaitSave(
            id, Duration.ofSeconds(60), each -> each.path("state").asText().equals("blocked"));
    assertThat(save.path("message").asText())
        .containsPattern("(?i)secret|rule|GH013|declined|refused");
    JsonNode job =
        fay.jobs("kind=persist&project=" + id).stream()
            .filter(each -> each.path("state").asText().equals("DEAD"))
            .findFirst()
            .orElseThrow();
    assertThat(fay.project(id).path("state").asText()).isEqualTo("attention");
    assertThat(fay.project(id).path("unsaved").asBoolean()).isTrue();

    git.faults("refused").heal();
    fay.send("POST", "/api/jobs/" + job.path("id").asText() + "/retry", BodyPublishers.noBody())
        .expect(202);
    fay.awaitSaved(id);
    assertSavedOnce("refused");
  }

  @Test
  void work_that_was_refused_is_still_in_the_workspace_when_the_user_comes_back() {
    String id =
        editedAndClosed(
            "kept-inside", faults -> faults.reject("no", "GH013: no"), "echo w > work.txt");
    fay.awaitSave(
        id, Duration.ofSeconds(60), each -> each.path("state").asText().equals("blocked"));

    try (TerminalClient again = fay.attach(id)) {
      assertThat(again.run("cat work.txt")).contains("w");
    }
    git.faults("kept-inside").heal();
    fay.persist(id);
    fay.awaitSaved(id);
    assertSavedOnce("kept-inside");
  }

  @Test
  void a_protected_branch_is_saved_beside() {
    String id =
        editedAndClosed(
            "protected",
            faults ->
                faults.reject(
                    "refs/heads/main"::equals,
                    "protected branch hook declined",
                    "error: GH006: Protected branch update failed for refs/heads/main."),
            "echo w > work.txt");

    JsonNode save =
        fay.awaitSave(
            id,
            Duration.ofSeconds(60),
            each ->
                each.path("ref").asText().contains("codeblocking/autosave")
                    || each.path("state").asText().equals("blocked"));
    if (save.path("state").asText().equals("blocked")) {
      assertThat(save.path("message").asText()).containsIgnoringCase("protected");
    } else {
      Git clone = Git.clone(git.url("protected"));
      assertThat(clone.run("show", "origin/codeblocking/autosave/" + id + "/main:work.txt"))
          .isEqualTo("w");
    }
  }

  @Test
  void a_401_blocks_the_save_until_a_credential_is_set_and_is_no_storm() {
    Api gil = Shared.server().as("gil");
    String url = git.create("auth-later");
    Histories.small(url, 2000);
    String id = gil.importProject("auth later", url);
    try (TerminalClient terminal = gil.attach(id)) {
      gil.awaitImported(id);
      terminal.run("echo w > work.txt");
      git.faults("auth-later").requireBasic("gil", "gils-secret");
    }
    JsonNode blocked =
        gil.awaitSave(
            id, Duration.ofSeconds(60), each -> each.path("state").asText().equals("blocked"));
    assertThat(blocked.path("message").asText())
        .containsPattern("(?i)credential|sign|auth|token|password|401");
    assertThat(git.faults("auth-later").requests())
        .filteredOn(each -> each.status() == 401 && each.push())
        .hasSizeLessThanOrEqualTo(4);

    gil.putCredential("127.0.0.1:" + git.port(), "gil", "gils-secret");
    gil.awaitSaved(id);
    // Our own clone has no credential.
    git.faults("auth-later").heal();
    assertSavedOnce("auth-later");
  }

  @Test
  void a_save_that_waits_for_its_remote_is_safe_here_and_says_so() {
    String id =
        editedAndClosed(
            "long-down", faults -> faults.fail(1000, On.PUSH, 502), "echo w > work.txt");

    JsonNode save =
        fay.awaitSave(
            id, Duration.ofSeconds(60), each -> each.path("state").asText().equals("savedLocally"));
    assertThat(save.path("message").asText()).isNotNull();
    JsonNode job = fay.jobs("kind=persist&project=" + id).get(0);
    assertThat(job.path("state").asText()).isIn("RETRYING", "RUNNING", "READY");
    assertThat(Containers.running(id).size()).isLessThanOrEqualTo(1);

    git.faults("long-down").heal();
    fay.send("POST", "/api/jobs/" + job.path("id").asText() + "/retry", BodyPublishers.noBody());
    fay.awaitSaved(id);
    assertSavedOnce("long-down");
  }

  @Test
  void a_push_is_not_redirected_to_another_host() {
    FaultyGitServer evil = Shared.evil();
    evil.create("push-trap");
    Api hal = Shared.server().as("hal");
    hal.putCredential("127.0.0.1:" + git.port(), "hal", "hals-secret");
    String url = git.create("push-moved");
    Histories.small(url, 2000);
    String id = hal.importProject("push moved", url);
    try (TerminalClient terminal = hal.attach(id)) {
      hal.awaitImported(id);
      terminal.run("echo w > work.txt");
      git.faults("push-moved").redirect(On.PUSH, 307, evil.url("push-trap"));
    }
    hal.awaitSave(
        id,
        Duration.ofSeconds(60),
        each -> List.of("blocked", "savedLocally").contains(each.path("state").asText()));
    assertThat(evil.faults("push-trap").requests()).isEmpty();
    git.faults("push-moved").heal();
  }
}

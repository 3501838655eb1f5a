package codeblocking.remote;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.remote.Faults.On;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each knob does what it says to the git CLI; the tests that use the knobs stand on this. */
class FaultyGitServerIT {

  @TempDir Path temp;
  private final FaultyGitServer server = FaultyGitServer.start();
  private Path work = Path.of("");

  record Ran(int exit, String output) {}

  @BeforeEach
  void a_clone_with_one_unpushed_commit() throws Exception {
    String url = server.create("demo");
    work = temp.resolve("work");
    assertThat(git(temp, "clone", "-q", url, work.toString()).exit()).isZero();
    git(work, "checkout", "-q", "-b", "main");
    Files.writeString(work.resolve("a.txt"), "one\n");
    commit("first");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void without_faults_a_push_arrives_and_is_recorded() throws Exception {
    assertThat(push().exit()).isZero();

    assertThat(remoteTip()).isEqualTo(localTip());
    assertThat(server.faults("demo").pushes())
        .singleElement()
        .matches(pushed -> pushed.applied() && pushed.fastForward())
        .extracting(Faults.Pushed::ref)
        .isEqualTo("refs/heads/main");
    assertThat(server.faults("demo").requests()).anyMatch(Faults.Received::push);
  }

  @Test
  void a_forced_push_is_recorded_as_one() throws Exception {
    push();
    git(work, "commit", "-q", "--amend", "-m", "rewritten");
    git(work, "push", "-q", "--force", "origin", "main");

    assertThat(server.faults("demo").pushes())
        .extracting("fastForward")
        .containsExactly(true, false);
  }

  @Test
  void fails_so_many_times_with_the_status_and_retry_after() throws Exception {
    server.faults("demo").fail(2, On.GET, 503, Duration.ofSeconds(7));

    assertThat(push().output()).contains("503");
    assertThat(push().output()).contains("503");
    assertThat(push().exit()).isZero();
    assertThat(server.faults("demo").requests()).extracting("status").contains(503, 200);
  }

  @Test
  void can_fail_the_pack_alone() throws Exception {
    server.faults("demo").fail(1, On.PUSH_PACK, 500);

    assertThat(push().output()).contains("500");
    assertThat(remoteTip()).isEmpty();
    assertThat(push().exit()).isZero();
  }

  @Test
  void drops_the_connection_within_the_pack_and_nothing_is_applied() throws Exception {
    byte[] big = new byte[2_000_000];
    new Random(1).nextBytes(big);
    Files.write(work.resolve("big.bin"), big);
    commit("big");
    server.faults("demo").dropBody(1, On.PUSH_PACK, 300_000);

    assertThat(push().exit()).isNotZero();
    assertThat(remoteTip()).isEmpty();
    assertThat(git(server.directory("demo"), "fsck").exit()).isZero();
    assertThat(push().exit()).isZero();
  }

  @Test
  void applies_the_push_and_loses_the_response() throws Exception {
    server.faults("demo").dropResponse(1);

    assertThat(push().exit()).isNotZero();
    assertThat(remoteTip()).isEqualTo(localTip());
    assertThat(push().output()).contains("up-to-date");
  }

  @Test
  void delays_the_answer() throws Exception {
    server.faults("demo").delay(On.PUSH_PACK, Duration.ofMillis(400));
    long start = System.nanoTime();

    assertThat(push().exit()).isZero();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(400));
  }

  @Test
  void holds_a_request_until_it_is_released() throws Exception {
    server.faults("demo").hold(On.PUSH);
    CompletableFuture<Ran> pushing = CompletableFuture.supplyAsync(this::push);

    assertThat(server.faults("demo").awaitHeld(Duration.ofSeconds(10))).isTrue();
    assertThat(pushing).isNotDone();
    server.faults("demo").release();
    assertThat(pushing.get(10, TimeUnit.SECONDS).exit()).isZero();
  }

  @Test
  void asks_for_basic_authentication_and_records_what_came() throws Exception {
    server.faults("demo").requireBasic("ada", "s3cret");

    assertThat(push().exit()).isNotZero();
    String with = server.url("demo").replace("http://", "http://ada:s3cret@");
    assertThat(git(work, "push", "-q", with, "main").exit()).isZero();
    assertThat(server.faults("demo").authorizations())
        .contains(Faults.basicHeader("ada", "s3cret"));
  }

  @Test
  void sends_a_client_elsewhere() throws Exception {
    try (FaultyGitServer other = FaultyGitServer.start()) {
      other.create("target");
      server.faults("demo").redirect(On.GET, 301, other.url("target"));

      push();
      assertThat(other.faults("target").requests()).isNotEmpty();
    }
  }

  @Test
  void rejects_a_push_as_a_hook_does_and_takes_it_when_healed() throws Exception {
    server
        .faults("demo")
        .reject(
            "push declined due to repository rule violations",
            "error: GH013: Repository rule violations found for refs/heads/main.");

    Ran refused = push();
    assertThat(refused.exit()).isNotZero();
    assertThat(refused.output()).contains("GH013").contains("repository rule violations");
    assertThat(remoteTip()).isEmpty();

    server.faults("demo").heal();
    assertThat(push().exit()).isZero();
  }

  @Test
  void protects_one_branch_and_takes_another() throws Exception {
    server
        .faults("demo")
        .reject("refs/heads/main"::equals, "protected branch hook declined", "error: GH006");

    assertThat(push().output()).contains("protected branch");
    assertThat(git(work, "push", "-q", "origin", "main:side").exit()).isZero();
  }

  @Test
  void an_unknown_repository_is_a_404() throws Exception {
    assertThat(git(temp, "ls-remote", server.url("nothing")).output()).contains("not found");
  }

  private Ran push() {
    try {
      return git(work, "push", "origin", "main");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void commit(String message) throws Exception {
    git(work, "add", "-A");
    assertThat(git(work, "commit", "-q", "-m", message).exit()).isZero();
  }

  private String localTip() throws Exception {
    return git(work, "rev-parse", "main").output().strip();
  }

  private String remoteTip() throws Exception {
    Ran tip = git(server.directory("demo"), "rev-parse", "--verify", "-q", "refs/heads/main");
    return tip.output().strip();
  }

  private static Ran git(Path in, String... args) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("git", "-c", "user.name=T", "-c", "user.email=t@example.com"));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).directory(in.toFile());
    builder.environment().put("GIT_TERMINAL_PROMPT", "0");
    builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
    builder.environment().put("LC_ALL", "C");
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(process.waitFor(), output);
  }
}

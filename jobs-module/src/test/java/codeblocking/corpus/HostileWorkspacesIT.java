package codeblocking.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.corpus.HostileGround.Attacked;
import codeblocking.remote.Faults;
import codeblocking.save.SaveKit;
import codeblocking.save.SaveState;
import codeblocking.save.Skipped;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The corpus of hostile workspaces: each is saved as any other is, with its own programs in a cage,
 * and a canary wherever it must not reach.
 */
@SuppressWarnings("NullAway.Init")
class HostileWorkspacesIT {
  /** Which cases to make, by file and name, while one works on them. */
  private static final Pattern ONLY = Pattern.compile(System.getProperty("corpus.only", ""));

  @TempDir static Path temp;
  private static HostileGround ground;
  private static ExecutorService threads;

  @BeforeAll
  static void prepare() throws Exception {
    ground = new HostileGround(temp);
    threads = Executors.newFixedThreadPool(6);
  }

  @AfterAll
  static void close() throws Exception {
    threads.shutdownNow();
    ground.close();
  }

  @TestFactory
  Stream<DynamicContainer> the_save_goes_well_and_nothing_gets_out_or_in() throws Exception {
    List<DynamicContainer> files = new ArrayList<>();
    for (String file : HostileCase.FILES) {
      List<DynamicTest> tests = new ArrayList<>();
      for (HostileCase each : HostileCase.read(file)) {
        if (ONLY.matcher(file + "/" + each.name()).find()) {
          // All at once: most of an attack is waiting.
          Future<Attacked> attacked = threads.submit(() -> ground.attack(each));
          tests.add(DynamicTest.dynamicTest(each.name(), () -> assertHarmless(attacked.get())));
        }
      }
      files.add(DynamicContainer.dynamicContainer(file, tests));
    }
    return files.stream();
  }

  private static void assertHarmless(Attacked attacked) throws Exception {
    assertSaved(attacked);
    assertThat(attacked.longest()).as(attacked.attack().name()).isLessThan(HostileGround.BOUND);
    assertThat(attacked.marker()).as("executed on the host").doesNotExist();
    assertThat(ground.evil.received()).as("the evil server").isEmpty();
    assertThat(ground.server.faults(attacked.name()).authorizations())
        .containsOnly(Faults.basicHeader("ann", ground.token));
    Path remote = ground.server.directory(attacked.name());
    Path store = ground.kit.data.git(attacked.project().id().toString());
    assertThat(ground.canaries.singsIn(remote)).as("a secret in the remote").isFalse();
    assertThat(ground.canaries.singsIn(store)).as("a secret in our git directory").isFalse();
    assertThat(ground.canaries.untouched()).as("the host's and the victim's files").isTrue();
  }

  private static void assertSaved(Attacked attacked) throws Exception {
    HostileCase attack = attacked.attack();
    assertThat(attacked.save().state()).as(attack.name()).isEqualTo(SaveState.SAVED);
    String branch = attack.option("branch", "main");
    String aside = "refs/heads/codeblocking/autosave/" + attacked.project().id() + "/";
    switch (attack.option("lands", "branch")) {
      case "branch" ->
          assertThat(attacked.save().ref())
              .as("%s: %s", attack.name(), attacked.save().message())
              .isEqualTo("refs/heads/" + branch);
      case "aside" -> assertThat(attacked.save().ref()).startsWith(aside);
      default -> assertThat(attacked.save().ref()).matches(".*/" + branch);
    }
    String ref = attacked.save().ref();
    assertThat(ground.remoteGit(attacked, "show", ref + ":honest.txt"))
        .isEqualTo(attacked.honest());
    if (attack.option("keeps", "yes").equals("yes")) {
      assertThat(ground.remoteGit(attacked, "show", ref + ":kept/deep/file.txt")).isEqualTo("kept");
      assertThat(ground.remoteGit(attacked, "ls-tree", ref, "run.sh")).startsWith("100755");
    }
    assertThat(attacked.save().skipped())
        .extracting(Skipped::path)
        .containsAll(attack.list("skips"));
    assertThat(ground.remoteGit(attacked, "for-each-ref", "--format=%(refname)").lines())
        .allMatch(
            each ->
                each.equals("refs/heads/main")
                    || each.equals("refs/heads/" + branch)
                    || each.startsWith(aside));
    assertThat(ground.server.faults(attacked.name()).pushes()).allMatch(Faults.Pushed::fastForward);
    String unused = ground.remoteGit(attacked, "fsck", "--connectivity-only", "--no-dangling");
  }

  /** The checks above can fail. */
  @Test
  void every_canary_sings_where_it_is_touched() throws Exception {
    try (EvilServer evil = new EvilServer();
        Socket contact =
            new Socket(InetAddress.getLoopbackAddress(), URI.create(evil.url()).getPort())) {
      contact.getOutputStream().write("GET / HTTP/1.0\r\nAuthorization: x\r\n\r\n".getBytes(UTF_8));
      assertThat(contact.getInputStream().read()).isEqualTo('H');
      assertThat(evil.received()).singleElement().asString().contains("Authorization: x");
    }
    Path other = Files.createDirectories(temp.resolve("other"));
    SaveKit.git(other, "init", "-q");
    assertThat(ground.canaries.singsIn(other.resolve(".git"))).isFalse();
    Files.writeString(other.resolve("a"), "CAN" + ground.canaries.song);
    SaveKit.git(other, "add", ".");
    assertThat(ground.canaries.singsIn(other.resolve(".git"))).isTrue();

    Canaries touched = new Canaries(temp.resolve("touched"), ground.kit);
    assertThat(touched.untouched()).isTrue();
    Files.writeString(touched.host.resolve("bare/objects/new"), "x");
    assertThat(touched.untouched()).isFalse();
  }
}

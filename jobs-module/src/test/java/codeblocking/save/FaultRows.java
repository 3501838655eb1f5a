package codeblocking.save;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.job.NeedsPerson;
import codeblocking.job.RetryLater;
import codeblocking.remote.Faults;
import codeblocking.remote.Faults.On;
import codeblocking.remote.FaultyGitServer;
import codeblocking.remote.SlowestRemote;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a remote may do wrong, at which steps of a save, and what a save then has to make of it. */
final class FaultRows {
  private static final int ALWAYS = 20;
  private static final Duration SOON = Duration.ofSeconds(7);
  private static final SlowestRemote SILENT_FOR_A_SECOND =
      new SlowestRemote(Duration.ofSeconds(1), Duration.ofMinutes(1), 4_096);
  private static final SlowestRemote SLOW_FOR_TWO_SECONDS =
      new SlowestRemote(Duration.ofSeconds(30), Duration.ofSeconds(2), 4_096);

  private final List<Row> rows = new ArrayList<>();

  private FaultRows() {}

  /** The requests of a save, in their order; a fetch is made where a colleague was faster. */
  enum Step {
    PUSH_REFS(On.PUSH_REFS, 0),
    PUSH_PACK(On.PUSH_PACK, 0),
    FETCH_REFS(On.FETCH_REFS, 0),
    FETCH_LIST(On.FETCH_PACK, 0),
    FETCH_PACK(On.FETCH_PACK, 1),
    VERIFY_REFS(On.FETCH_REFS, 0),
    VERIFY_LIST(On.FETCH_PACK, 0);

    private final On on;
    private final int before;

    Step(On on, int before) {
      this.on = on;
      this.before = before;
    }

    boolean behindAColleague() {
      return this == FETCH_REFS || this == FETCH_LIST || this == FETCH_PACK;
    }

    String path() {
      String service =
          this == PUSH_REFS || this == PUSH_PACK ? "git-receive-pack" : "git-upload-pack";
      return on == On.PUSH_REFS || on == On.FETCH_REFS
          ? "/info/refs?service=" + service
          : "/" + service;
    }
  }

  /** How the save with the fault ends. */
  enum Outcome {
    /** The host is away: its return ends the wait. */
    AWAY,
    LATER,
    /** When the remote said. */
    LATER_AS_TOLD,
    CREDENTIAL,
    GONE,
    POLICY,
    /** A conflict, which a ref beside the branch solves at once. */
    ASIDE,
    /** A policy on single files: the rest arrives at once. */
    WITHOUT;

    void check(@Nullable Throwable failure, Save save) {
      switch (this) {
        case AWAY -> assertThat(later(failure, save).waitsOn()).isPresent();
        case LATER -> assertThat(later(failure, save).waitsOn()).isEmpty();
        case LATER_AS_TOLD -> assertThat(later(failure, save).after()).contains(SOON);
        case CREDENTIAL ->
            assertThat(blocked(failure, save))
                .containsPattern("40[13]")
                .contains("Store a credential");
        case GONE -> assertThat(blocked(failure, save)).containsPattern("no such repository|moved");
        case POLICY ->
            assertThat(blocked(failure, save))
                .doesNotContain("credential")
                .containsPattern("refuses|takes");
        case ASIDE -> {
          assertThat(failure).isNull();
          assertThat(save.state()).isEqualTo(SaveState.SAVED);
          assertThat(save.ref()).startsWith("refs/heads/codeblocking/autosave/");
        }
        case WITHOUT -> {
          assertThat(failure).isNull();
          assertThat(save.state()).isEqualTo(SaveState.SAVED);
        }
      }
    }

    private static RetryLater later(@Nullable Throwable failure, Save save) {
      assertThat(save.state()).isEqualTo(SaveState.SAVED_LOCALLY);
      assertThat(failure).isInstanceOf(RetryLater.class);
      return Objects.requireNonNull((RetryLater) failure);
    }

    private static String blocked(@Nullable Throwable failure, Save save) {
      assertThat(failure).isInstanceOf(NeedsPerson.class);
      assertThat(save.state()).isEqualTo(SaveState.BLOCKED);
      return String.valueOf(save.message());
    }
  }

  /** Where a fault is made. */
  record Ground(HttpKit http, FaultyGitServer elsewhere, TestWork work) {}

  interface Fault {
    void inflict(Ground ground, Step step);
  }

  interface Knob {
    Faults turn(Faults faults, On on);
  }

  /** {@code slowest}: what the remote is allowed meanwhile. */
  record Row(String name, Set<Step> steps, Fault fault, Outcome outcome, SlowestRemote slowest) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Row> all() {
    FaultRows rows = new FaultRows();
    rows.network();
    rows.statuses();
    rows.nonsense();
    rows.refusals();
    return rows.rows;
  }

  private void network() {
    row(
        "refused",
        EnumSet.of(Step.PUSH_REFS),
        Outcome.AWAY,
        (ground, step) -> ground.http().server.goAway());
    row(
        "refused",
        EnumSet.of(Step.VERIFY_REFS),
        Outcome.AWAY,
        (ground, step) -> ground.work().beforeVerify(ground.http().server::goAway));
    everywhere("reset", Outcome.AWAY, (faults, on) -> faults.reset(ALWAYS, on));
    everywhere("cut off at once", Outcome.AWAY, (faults, on) -> faults.truncate(ALWAYS, on, 0));
    everywhere("truncated", Outcome.AWAY, (faults, on) -> faults.truncate(ALWAYS, on, 30));
    everywhere(
        "black hole", Outcome.AWAY, (faults, on) -> faults.stall(ALWAYS, on), SILENT_FOR_A_SECOND);
    everywhere(
        "slow headers",
        Outcome.AWAY,
        (faults, on) -> faults.trickle(ALWAYS, on, true),
        SLOW_FOR_TWO_SECONDS);
    everywhere(
        "slow body",
        Outcome.AWAY,
        (faults, on) -> faults.trickle(ALWAYS, on, false),
        SLOW_FOR_TWO_SECONDS);
    pushed("cut in the pack", Outcome.AWAY, (faults, on) -> faults.dropBody(ALWAYS, on, 150));
    pushed("answer lost", Outcome.AWAY, (faults, on) -> faults.dropResponse(1));
  }

  private void statuses() {
    status(401, Outcome.CREDENTIAL);
    status(403, Outcome.CREDENTIAL);
    status(404, Outcome.GONE);
    status(410, Outcome.GONE);
    status(413, Outcome.POLICY);
    status(422, Outcome.POLICY);
    status(500, Outcome.LATER);
    status(502, Outcome.AWAY);
    status(503, Outcome.AWAY);
    for (int status : new int[] {403, 429, 503}) {
      everywhere(
          status + " with Retry-After",
          Outcome.LATER_AS_TOLD,
          (faults, on) -> faults.fail(ALWAYS, on, status, SOON));
    }
    for (int status : new int[] {301, 302, 307}) {
      row(
          status + " to another host",
          EnumSet.allOf(Step.class),
          Outcome.GONE,
          (ground, step) ->
              at(step, ground)
                  .sendTo(ALWAYS, step.on, status, ground.elsewhere().url("demo") + step.path()));
    }
  }

  private void nonsense() {
    everywhere(
        "no pkt-lines",
        Outcome.LATER,
        (faults, on) -> faults.say(ALWAYS, on, null, "zzzz, and more"));
    everywhere(
        "wrong content type",
        Outcome.LATER,
        (faults, on) ->
            faults.say(ALWAYS, on, "text/plain", "001e# service=git-receive-pack\n0000"));
    everywhere(
        "login page",
        Outcome.LATER,
        (faults, on) ->
            faults.say(ALWAYS, on, "text/html", "<!DOCTYPE html><title>Sign in</title><form>"));
  }

  private void refusals() {
    pushed(
        "GH001 that names the file",
        Outcome.WITHOUT,
        (faults, on) -> faults.refuseLarge("a.txt"::equals));
    pushed(
        "GH013 that names the file",
        Outcome.WITHOUT,
        (faults, on) -> faults.refuseSecrets("a.txt"::equals));
    refused(
        "GH001 that names no file",
        Outcome.POLICY,
        "pre-receive hook declined",
        "error: GH001: Large files detected.");
    refused(
        "GH013 that names no file",
        Outcome.POLICY,
        "push declined due to repository rule violations",
        "error: GH013: Push cannot contain secrets");
    refused(
        "a hook of their own",
        Outcome.POLICY,
        "pre-receive hook declined",
        "Commits need a ticket");
    onMain(
        "GH006", "protected branch hook declined", "error: GH006: Protected branch update failed");
    onMain(
        "GH013",
        "push declined due to repository rule violations",
        "error: GH013: Changes must be made through a pull request.");
    onMain("non-fast-forward", "non-fast-forward");
    refused(
        "lock failure",
        Outcome.LATER,
        "cannot lock ref 'refs/heads/main': Unable to create main.lock: File exists");
    refused(
        "disk full in a hook",
        Outcome.LATER,
        "pre-receive hook declined",
        "fatal: write error: No space left on device");
    refused(
        "quota full in a hook",
        Outcome.LATER,
        "pre-receive hook declined",
        "fatal: write error: Disk quota exceeded");
    pushed(
        "disk full while unpacking",
        Outcome.LATER,
        (faults, on) ->
            faults.say(
                ALWAYS,
                on,
                null,
                packets(
                    "unpack unable to create temporary object directory\n",
                    "ng refs/heads/main unpacker error\n")));
    pushed("accepted, but not to be read", Outcome.LATER, (faults, on) -> faults.forgetPushes());
  }

  /** As receive-pack reports, on the sideband. */
  private static String packets(String... lines) {
    StringBuilder report = new StringBuilder();
    for (String line : lines) {
      report.append(packet(line));
    }
    return packet("\u0001" + report.append("0000")) + "0000";
  }

  private static String packet(String text) {
    return "%04x%s".formatted(text.length() + 4, text);
  }

  private void status(int status, Outcome outcome) {
    everywhere(String.valueOf(status), outcome, (faults, on) -> faults.fail(ALWAYS, on, status));
  }

  private void refused(String name, Outcome outcome, String reason, String... messages) {
    pushed(name, outcome, (faults, on) -> faults.reject(reason, messages));
  }

  private void onMain(String name, String reason, String... messages) {
    pushed(
        name,
        Outcome.ASIDE,
        (faults, on) -> faults.reject("refs/heads/main"::equals, reason, messages));
  }

  private void pushed(String name, Outcome outcome, Knob knob) {
    row(
        name,
        EnumSet.of(Step.PUSH_PACK),
        outcome,
        (ground, step) -> knob.turn(at(step, ground), step.on));
  }

  private void everywhere(String name, Outcome outcome, Knob knob) {
    everywhere(name, outcome, knob, SlowestRemote.USUAL);
  }

  private void everywhere(String name, Outcome outcome, Knob knob, SlowestRemote slowest) {
    Fault fault = (ground, step) -> knob.turn(at(step, ground), step.on);
    rows.add(new Row(name, EnumSet.allOf(Step.class), fault, outcome, slowest));
  }

  private void row(String name, Set<Step> steps, Outcome outcome, Fault fault) {
    rows.add(new Row(name, steps, fault, outcome, SlowestRemote.USUAL));
  }

  private static Faults at(Step step, Ground ground) {
    return ground.http().faults().pass(step.before, step.on);
  }
}

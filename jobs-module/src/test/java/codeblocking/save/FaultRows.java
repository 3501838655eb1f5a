package codeblocking.save;

import codeblocking.remote.Faults;
import codeblocking.remote.Faults.On;
import codeblocking.remote.FaultyGitServer;
import codeblocking.remote.SlowestRemote;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What a remote may do wrong, at which steps of a save, and what a save then has to make of it. */
final class FaultRows {
  private static final int ALWAYS = 20;
  static final Duration SOON = Duration.ofSeconds(7);
  private static final SlowestRemote SILENT_FOR_A_SECOND =
      new SlowestRemote(Duration.ofSeconds(1), Duration.ofMinutes(1), 4_096);
  private static final SlowestRemote SLOW_FOR_A_SECOND =
      new SlowestRemote(Duration.ofSeconds(30), Duration.ofSeconds(1), 4_096);

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

    /** A remote that has few is not asked for a list. */
    boolean ofManyRefs() {
      return this == FETCH_LIST || this == FETCH_PACK || this == VERIFY_LIST;
    }

    String path() {
      String service =
          this == PUSH_REFS || this == PUSH_PACK ? "git-receive-pack" : "git-upload-pack";
      return on == On.PUSH_REFS || on == On.FETCH_REFS
          ? "/info/refs?service=" + service
          : "/" + service;
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
  record Row(
      String name, Set<Step> steps, Fault fault, FaultOutcome outcome, SlowestRemote slowest) {
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
        FaultOutcome.AWAY,
        (ground, step) -> ground.http().server.goAway());
    row(
        "refused",
        EnumSet.of(Step.VERIFY_REFS),
        FaultOutcome.AWAY,
        (ground, step) -> ground.work().beforeVerify(ground.http().server::goAway));
    everywhere("reset", FaultOutcome.AWAY, (faults, on) -> faults.reset(ALWAYS, on));
    everywhere(
        "cut off at once", FaultOutcome.AWAY, (faults, on) -> faults.truncate(ALWAYS, on, 0));
    everywhere("truncated", FaultOutcome.AWAY, (faults, on) -> faults.truncate(ALWAYS, on, 30));
    everywhere(
        "black hole",
        FaultOutcome.AWAY,
        (faults, on) -> faults.stall(ALWAYS, on),
        SILENT_FOR_A_SECOND);
    everywhere(
        "slow headers",
        FaultOutcome.AWAY,
        (faults, on) -> faults.trickle(ALWAYS, on, true),
        SLOW_FOR_A_SECOND);
    everywhere(
        "slow body",
        FaultOutcome.AWAY,
        (faults, on) -> faults.trickle(ALWAYS, on, false),
        SLOW_FOR_A_SECOND);
    pushed("cut in the pack", FaultOutcome.AWAY, (faults, on) -> faults.dropBody(ALWAYS, on, 150));
    pushed("answer lost", FaultOutcome.AWAY, (faults, on) -> faults.dropResponse(1));
  }

  private void statuses() {
    status(401, FaultOutcome.CREDENTIAL);
    status(403, FaultOutcome.CREDENTIAL);
    status(404, FaultOutcome.GONE);
    status(410, FaultOutcome.GONE);
    status(413, FaultOutcome.POLICY);
    status(422, FaultOutcome.POLICY);
    status(500, FaultOutcome.LATER);
    status(502, FaultOutcome.AWAY);
    status(503, FaultOutcome.AWAY);
    for (int status : new int[] {403, 429, 503}) {
      everywhere(
          status + " with Retry-After",
          FaultOutcome.LATER_AS_TOLD,
          (faults, on) -> faults.fail(ALWAYS, on, status, SOON));
    }
    for (int status : new int[] {301, 302, 307}) {
      row(
          status + " to another host",
          EnumSet.allOf(Step.class),
          FaultOutcome.GONE,
          (ground, step) ->
              at(step, ground)
                  .sendTo(ALWAYS, step.on, status, ground.elsewhere().url("demo") + step.path()));
    }
  }

  private void nonsense() {
    everywhere(
        "no pkt-lines",
        FaultOutcome.LATER,
        (faults, on) -> faults.say(ALWAYS, on, null, "zzzz, and more"));
    everywhere(
        "wrong content type",
        FaultOutcome.LATER,
        (faults, on) ->
            faults.say(ALWAYS, on, "text/plain", "001e# service=git-receive-pack\n0000"));
    everywhere(
        "login page",
        FaultOutcome.LATER,
        (faults, on) ->
            faults.say(ALWAYS, on, "text/html", "<!DOCTYPE html><title>Sign in</title><form>"));
  }

  private void refusals() {
    pushed(
        "GH001 that names the file",
        FaultOutcome.WITHOUT,
        (faults, on) -> faults.refuseLarge("a.txt"::equals));
    pushed(
        "GH013 that names the file",
        FaultOutcome.WITHOUT,
        (faults, on) -> faults.refuseSecrets("a.txt"::equals));
    refused(
        "GH001 that names no file",
        FaultOutcome.POLICY,
        "pre-receive hook declined",
        "error: GH001: Large files detected.");
    refused(
        "GH013 that names no file",
        FaultOutcome.POLICY,
        "push declined due to repository rule violations",
        "error: GH013: Push cannot contain secrets");
    refused(
        "a hook of their own",
        FaultOutcome.POLICY,
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
        FaultOutcome.LATER,
        "cannot lock ref 'refs/heads/main': Unable to create main.lock: File exists");
    refused(
        "disk full in a hook",
        FaultOutcome.LATER,
        "pre-receive hook declined",
        "fatal: write error: No space left on device");
    refused(
        "quota full in a hook",
        FaultOutcome.LATER,
        "pre-receive hook declined",
        "fatal: write error: Disk quota exceeded");
    pushed(
        "disk full while unpacking",
        FaultOutcome.LATER,
        (faults, on) ->
            faults.say(
                ALWAYS,
                on,
                null,
                packets(
                    "unpack unable to create temporary object directory\n",
                    "ng refs/heads/main unpacker error\n")));
    pushed(
        "accepted, but not to be read", FaultOutcome.LATER, (faults, on) -> faults.forgetPushes());
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

  private void status(int status, FaultOutcome outcome) {
    everywhere(String.valueOf(status), outcome, (faults, on) -> faults.fail(ALWAYS, on, status));
  }

  private void refused(String name, FaultOutcome outcome, String reason, String... messages) {
    pushed(name, outcome, (faults, on) -> faults.reject(reason, messages));
  }

  private void onMain(String name, String reason, String... messages) {
    pushed(
        name,
        FaultOutcome.ASIDE,
        (faults, on) -> faults.reject("refs/heads/main"::equals, reason, messages));
  }

  private void pushed(String name, FaultOutcome outcome, Knob knob) {
    row(
        name,
        EnumSet.of(Step.PUSH_PACK),
        outcome,
        (ground, step) -> knob.turn(at(step, ground), step.on));
  }

  private void everywhere(String name, FaultOutcome outcome, Knob knob) {
    everywhere(name, outcome, knob, SlowestRemote.USUAL);
  }

  private void everywhere(String name, FaultOutcome outcome, Knob knob, SlowestRemote slowest) {
    Fault fault = (ground, step) -> knob.turn(at(step, ground), step.on);
    rows.add(new Row(name, EnumSet.allOf(Step.class), fault, outcome, slowest));
  }

  private void row(String name, Set<Step> steps, FaultOutcome outcome, Fault fault) {
    rows.add(new Row(name, steps, fault, outcome, SlowestRemote.USUAL));
  }

  private static Faults at(Step step, Ground ground) {
    return ground.http().faults().pass(step.before, step.on);
  }
}

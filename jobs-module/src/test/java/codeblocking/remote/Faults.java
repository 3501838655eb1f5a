package codeblocking.remote;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How one repository of a {@link FaultyGitServer} misbehaves. Every knob counts down by itself or
 * holds until {@link #heal()}; what was asked of the repository is remembered in any case.
 */
public final class Faults {

  /** Which requests a fault is for. */
  public enum On {
    ANY,
    /** The advertisement of refs, of fetches and pushes. */
    GET,
    /** The advertisement of refs, of pushes alone. */
    PUSH_REFS,
    /** The advertisement of a fetch alone. */
    FETCH_REFS,
    /** What a fetch then asks for: the list of refs, and the pack. */
    FETCH_PACK,
    /** The packs, of fetches and pushes. */
    POST,
    /** All requests of a fetch or clone. */
    FETCH,
    /** All requests of a push. */
    PUSH,
    /** The pack of a push alone: the remote has been asked before, and answered. */
    PUSH_PACK;

    boolean matches(HttpServletRequest request) {
      boolean push =
          request.getRequestURI().endsWith("/git-receive-pack")
              || "git-receive-pack".equals(request.getParameter("service"));
      return switch (this) {
        case ANY -> true;
        case GET -> "GET".equals(request.getMethod());
        case PUSH_REFS -> push && "GET".equals(request.getMethod());
        case FETCH_REFS -> !push && "GET".equals(request.getMethod());
        case FETCH_PACK -> !push && "POST".equals(request.getMethod());
        case POST -> "POST".equals(request.getMethod());
        case FETCH -> !push;
        case PUSH -> push;
        // git sends an empty flush of 4 bytes ahead of a large pack, to be asked for a password.
        case PUSH_PACK ->
            push && "POST".equals(request.getMethod()) && request.getContentLengthLong() != 4;
      };
    }
  }

  /** One request as it came in. {@code status} is 0 while it runs or when no answer was sent. */
  public record Received(
      Instant at, String method, String path, @Nullable String authorization, int status) {

    /** Whether the request belonged to a push. */
    public boolean push() {
      return path.contains("git-receive-pack");
    }
  }

  /** One ref update that the server applied or refused. */
  public record Pushed(String ref, String from, String to, boolean fastForward, boolean applied) {}

  private record Redirect(On on, int status, String to) {}

  private record Delay(On on, Duration time) {}

  private final List<Fault> queue = new ArrayList<>();
  private final Hooks hooks = new Hooks();
  private final List<Received> requests = new CopyOnWriteArrayList<>();
  private final List<List<String>> lists = new CopyOnWriteArrayList<>();
  private volatile @Nullable String basic;
  private volatile @Nullable Redirect redirect;
  private volatile @Nullable Delay delay;
  private volatile @Nullable On held;
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private volatile CountDownLatch stalled = new CountDownLatch(1);
  private volatile CountDownLatch reached = new CountDownLatch(0);

  // ---- knobs

  /** The next {@code times} matching requests are answered with the status. */
  public Faults fail(int times, On on, int status) {
    return add(times, new Fault.Fail(on, status, Map.of()));
  }

  /** As {@link #fail(int, On, int)}, and the answer carries {@code Retry-After}. */
  public Faults fail(int times, On on, int status, Duration retryAfter) {
    String seconds = Long.toString(retryAfter.toSeconds());
    return add(times, new Fault.Fail(on, status, Map.of("Retry-After", seconds)));
  }

  /** The next {@code times} matching requests are sent to exactly this address. */
  public Faults sendTo(int times, On on, int status, String location) {
    return add(times, new Fault.Fail(on, status, Map.of("Location", location)));
  }

  /** The next {@code times} matching requests are served, whatever fault is added after this. */
  public Faults pass(int times, On on) {
    return add(times, new Fault.Pass(on));
  }

  /** The next {@code times} are answered 200 with this; type null: as git would have it. */
  public Faults say(int times, On on, @Nullable String contentType, String body) {
    return add(times, new Fault.Say(on, contentType, body));
  }

  /** The next {@code times} connections are reset, nothing answered. */
  public Faults reset(int times, On on) {
    return add(times, new Fault.Reset(on));
  }

  /** The next {@code times} are neither read nor answered until {@link #release()}. */
  public Faults stall(int times, On on) {
    return add(times, new Fault.Stall(on));
  }

  /** The next {@code times} answers come byte by byte, and do not end before {@link #release()}. */
  public Faults trickle(int times, On on, boolean headers) {
    return add(times, new Fault.Trickle(on, headers));
  }

  /** The next {@code times} answers break off, connection and all, after so many bytes. */
  public Faults truncate(int times, On on, long afterBytes) {
    return add(times, new Fault.Truncate(on, afterBytes));
  }

  /** Pushes are answered as applied, and the refs are then as they were before. */
  public Faults forgetPushes() {
    hooks.forget();
    return this;
  }

  /** The next {@code times} packs are cut off, connection and all, after so many bytes. */
  public Faults dropBody(int times, On on, long afterBytes) {
    return add(times, new Fault.DropBody(on, afterBytes));
  }

  /** The next {@code times} pushes are applied, and their answer is lost. */
  public Faults dropResponse(int times) {
    return add(times, new Fault.DropResponse(On.PUSH_PACK));
  }

  /** Every matching request waits so long before it is served. */
  public Faults delay(On on, Duration time) {
    delay = new Delay(on, time);
    return this;
  }

  /** Every matching request hangs until {@link #release()}. */
  public Faults hold(On on) {
    gate = new CountDownLatch(1);
    reached = new CountDownLatch(1);
    held = on;
    return this;
  }

  /** Waits until a request hangs; true when one did within the time. */
  public boolean awaitHeld(Duration atMost) throws InterruptedException {
    return reached.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Lets the hanging requests go on, and the ones to come. */
  public Faults release() {
    held = null;
    gate.countDown();
    stalled.countDown();
    stalled = new CountDownLatch(1);
    return this;
  }

  /** Every matching request is sent elsewhere: the base replaces this repository's own URL. */
  public Faults redirect(On on, int status, String baseUrl) {
    redirect = new Redirect(on, status, baseUrl);
    return this;
  }

  /** Only this user gets in. */
  public Faults requireBasic(String user, String password) {
    basic = basicHeader(user, password);
    return this;
  }

  /** Every push is refused by the pre-receive hook, which says the messages. */
  public Faults reject(String reason, String... messages) {
    return reject(ref -> true, reason, messages);
  }

  /** Pushes to these refs are refused by the pre-receive hook, as a protected branch does. */
  public Faults reject(Predicate<String> refs, String reason, String... messages) {
    hooks.reject(refs, reason, List.of(messages));
    return this;
  }

  /** As GitHub refuses a file of more than 100 MB in any commit that is pushed. */
  public Faults refuseLarge(Predicate<String> paths) {
    hooks.refuse(
        paths,
        "pre-receive hook declined",
        path ->
            "error: File %s is 120.00 MB; this exceeds GitHub's file size limit of 100.00 MB\n"
                    .formatted(path)
                + "error: GH001: Large files detected.");
    return this;
  }

  /** As GitHub refuses a secret in any commit that is pushed. */
  public Faults refuseSecrets(Predicate<String> paths) {
    hooks.refuse(
        paths,
        "push declined due to repository rule violations",
        path ->
            "error: GH013: Repository rule violations found for refs/heads/main.\n"
                + "- Push cannot contain secrets\n  locations:\n    path: "
                + path
                + ":1");
    return this;
  }

  /** No fault is left; the records stay. */
  public Faults heal() {
    synchronized (queue) {
      queue.clear();
    }
    redirect = null;
    delay = null;
    basic = null;
    hooks.heal();
    return release();
  }

  // ---- memory

  public List<Received> requests() {
    return List.copyOf(requests);
  }

  /** All {@code Authorization} headers that came, in order; requests without one are left out. */
  public List<String> authorizations() {
    List<String> seen = new ArrayList<>();
    for (Received each : requests) {
      if (each.authorization() != null) {
        seen.add(each.authorization());
      }
    }
    return seen;
  }

  /** The prefixes of each list of refs that was asked for; none: of all. */
  public List<List<String>> lists() {
    return List.copyOf(lists);
  }

  /** Ref updates, in order, the refused ones too. */
  public List<Pushed> pushes() {
    return hooks.pushes();
  }

  /** The {@code Authorization} header of Basic authentication. */
  public static String basicHeader(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  // ---- for the server

  Hooks hooks() {
    return hooks;
  }

  @Nullable Fault take(HttpServletRequest request) {
    synchronized (queue) {
      for (Iterator<Fault> each = queue.iterator(); each.hasNext(); ) {
        Fault fault = each.next();
        if (fault.on().matches(request)) {
          each.remove();
          return fault;
        }
      }
      return null;
    }
  }

  void listed(List<String> prefixes) {
    lists.add(List.copyOf(prefixes));
  }

  void record(Received received) {
    requests.add(received);
  }

  boolean admits(@Nullable String authorization) {
    String wanted = basic;
    return wanted == null || wanted.equals(authorization);
  }

  @Nullable String redirectFor(HttpServletRequest request, String own) {
    Redirect to = redirect;
    if (to == null || !to.on().matches(request)) {
      return null;
    }
    String query = request.getQueryString();
    String rest = request.getRequestURI().substring(own.length());
    return to.to() + rest + (query == null ? "" : "?" + query);
  }

  int redirectStatus() {
    Redirect to = redirect;
    return to == null ? 302 : to.status();
  }

  /** Waits as long as delay and hold say. A latch, not a sleep: release and close end it. */
  void pass(HttpServletRequest request) throws InterruptedException {
    Delay slow = delay;
    if (slow != null && slow.on().matches(request)) {
      boolean unused = new CountDownLatch(1).await(slow.time().toMillis(), TimeUnit.MILLISECONDS);
    }
    On hanging = held;
    if (hanging != null && hanging.matches(request)) {
      CountDownLatch until = gate;
      reached.countDown();
      until.await();
    }
  }

  /** Where a request stands that is not served; true: somebody released it. */
  boolean released(Duration within) throws InterruptedException {
    return stalled.await(within.toMillis(), TimeUnit.MILLISECONDS);
  }

  private Faults add(int times, Fault fault) {
    synchronized (queue) {
      for (int i = 0; i < times; i++) {
        queue.add(fault);
      }
    }
    return this;
  }
}

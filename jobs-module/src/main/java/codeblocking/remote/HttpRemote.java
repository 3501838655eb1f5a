package codeblocking.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;

import codeblocking.credential.Credential;
import codeblocking.job.NeedsPerson;
import codeblocking.job.RetryLater;
import codeblocking.workspace.Packs;
import codeblocking.workspace.SafeGit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.PushConnection;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.jspecify.annotations.Nullable;

/** A remote over smart HTTP: explicit address, one credential for it alone, no redirects. */
public final class HttpRemote implements Remote {
  private static final List<RefSpec> EVERYTHING =
      List.of(
          new RefSpec("+refs/heads/*:refs/remotes/origin/*"),
          // Our own side refs are no branches that anybody works on.
          new RefSpec("^refs/heads/codeblocking/*"),
          new RefSpec("+refs/tags/*:refs/tags/*"));

  // A retry goes to the host's next address: the one before may be the broken one.
  private static final AtomicInteger TURN = new AtomicInteger();

  /** To be told all of so many is sooner done than to ask for one in a second request. */
  private static final int FEW_REFS = 1_000;

  private final RemoteUrl url;
  private final RemotePolicy policy;
  private final Hosts hosts;
  private final SlowestRemote slowest;
  private final long mostObjects;
  private final Optional<Credential> credential;
  private final Path anyGitDir;
  private final Supplier<Optional<String>> moved;
  private volatile boolean few;

  /**
   * A remote.
   *
   * @param anyGitDir a git directory of ours, whose configuration holds while only asking
   * @param moved asked when it says that it moved: where the project's remote is from now on
   */
  public HttpRemote(
      RemoteUrl url,
      Around around,
      Optional<Credential> credential,
      Path anyGitDir,
      Supplier<Optional<String>> moved) {
    this.url = url;
    this.policy = around.policy();
    this.hosts = around.hosts();
    this.slowest = around.slowest();
    this.mostObjects = around.mostObjects();
    this.credential = credential;
    this.anyGitDir = anyGitDir;
    this.moved = moved;
  }

  /**
   * What all remotes share.
   *
   * @param mostObjects bytes that one fetch may bring
   */
  public record Around(RemotePolicy policy, Hosts hosts, SlowestRemote slowest, long mostObjects) {}

  @Override
  public String name() {
    return url.credentialHost();
  }

  @Override
  public Refs refs() throws RetryLater, NeedsPerson {
    return exchange(
        anyGitDir,
        (transport, repository) -> {
          try (FetchConnection connection = transport.openFetch()) {
            return refs(connection.getRef(Constants.HEAD), connection.getRefs());
          }
        });
  }

  /**
   * Whoever speaks the second version of the protocol names only what begins with it; where a push
   * has seen that there are few, the first version does, in one request.
   */
  @Override
  public Optional<String> tip(String ref) throws RetryLater, NeedsPerson {
    return exchange(
        anyGitDir,
        (transport, repository) -> {
          try (FetchConnection connection = transport.openFetch(List.of(new RefSpec(ref)))) {
            return Optional.ofNullable(connection.getRef(ref))
                .map(Ref::getObjectId)
                .map(ObjectId::name);
          }
        });
  }

  @Override
  public Refs fetch(Path gitDir, Consumer<String> progress) throws RetryLater, NeedsPerson {
    try {
      return exchange(
          gitDir,
          true,
          (transport, repository) -> {
            transport.setRemoveDeletedRefs(true);
            var result = transport.fetch(new WordsMonitor(progress), EVERYTHING);
            Packs.sync(gitDir);
            return refs(result.getAdvertisedRef(Constants.HEAD), result.getAdvertisedRefs());
          });
    } catch (Failed e) {
      throw thrown(e);
    }
  }

  @Override
  public void fetchBranch(Path gitDir, String branch) throws RetryLater, NeedsPerson {
    exchange(
        gitDir,
        (transport, repository) -> {
          String spec = "+refs/heads/%s:refs/remotes/origin/%s".formatted(branch, branch);
          transport.fetch(NullProgressMonitor.INSTANCE, List.of(new RefSpec(spec)));
          Packs.sync(gitDir);
          return branch;
        });
  }

  private record Answer(
      RemoteRefUpdate.Status status, String reason, String messages, @Nullable String inTheWay) {}

  @Override
  public Push push(Path gitDir, String commit, String ref) throws RetryLater, NeedsPerson {
    Answer answer;
    try {
      answer =
          exchange(
              gitDir,
              false,
              (transport, repository) ->
                  ask(transport, repository, ObjectId.fromString(commit), ref));
    } catch (Failed e) {
      if (e.status == 413) {
        return new Push.Without(RejectedFiles.NONE, name() + " refuses it, since it is too large");
      }
      throw thrown(e);
    }
    String inTheWay = answer.inTheWay();
    return switch (answer.status()) {
      case OK, UP_TO_DATE -> new Push.Landed();
      case REJECTED_NONFASTFORWARD, REJECTED_REMOTE_CHANGED ->
          new Push.Elsewhere(true, "the branch in the remote has commits that this save does not");
      case REJECTED_OTHER_REASON, REJECTED_NODELETE ->
          inTheWay == null
              ? RemoteFailures.ofRejection(answer.reason(), answer.messages(), name())
              : new Push.InTheWay(inTheWay);
      case NOT_ATTEMPTED, NON_EXISTING, AWAITING_REPORT ->
          throw new RetryLater(name() + " did not say how the push ended", null);
    };
  }

  private Answer ask(Transport transport, Repository repository, ObjectId id, String ref)
      throws IOException {
    try (PushConnection connection = transport.openPush()) {
      Collection<Ref> there = connection.getRefs();
      few = there.size() <= FEW_REFS;
      Ref now = connection.getRef(ref);
      ObjectId old = now == null ? ObjectId.zeroId() : now.getObjectId();
      if (id.equals(old)) {
        return new Answer(RemoteRefUpdate.Status.UP_TO_DATE, "", "", null);
      }
      if (!ObjectCopy.forward(repository, old, id)) {
        return new Answer(RemoteRefUpdate.Status.REJECTED_NONFASTFORWARD, "", "", null);
      }
      RemoteRefUpdate update =
          new RemoteRefUpdate(repository, id.name(), id, ref, false, null, old);
      SafeGit.packs(repository, id, there.stream().map(Ref::getObjectId).collect(toSet()));
      connection.push(NullProgressMonitor.INSTANCE, Map.of(ref, update));
      String reason = update.getMessage() == null ? "" : update.getMessage();
      String messages = connection.getMessages();
      List<String> names = there.stream().map(Ref::getName).toList();
      return new Answer(update.getStatus(), reason, messages, Refs.inTheWay(names, ref));
    }
  }

  private interface Exchange<T> {
    T run(Transport transport, Repository repository) throws IOException;
  }

  /** An exchange that failed, not yet judged as the job's end. */
  private static final class Failed extends Exception {
    private final RemoteFailure failure;
    private final int status;

    Failed(RemoteFailure failure, int status) {
      super(failure.words(), failure.cause());
      this.failure = failure;
      this.status = status;
    }
  }

  private <T> T exchange(Path gitDir, Exchange<T> exchange) throws RetryLater, NeedsPerson {
    try {
      return exchange(gitDir, false, exchange);
    } catch (Failed e) {
      throw thrown(e);
    }
  }

  private RetryLater thrown(Failed failed) throws NeedsPerson {
    if (failed.failure.kind() == FailureClass.GONE && failed.status / 100 == 3) {
      Optional<String> now = moved.get();
      if (now.isPresent()) {
        return new RetryLater(
            "The repository is at %s now; the project follows".formatted(now.get()), failed);
      }
    }
    return failed.failure.thrown(name());
  }

  private <T> T exchange(Path gitDir, boolean fetches, Exchange<T> exchange)
      throws RetryLater, NeedsPerson, Failed {
    try (HostLine.Visit visit = hosts.of(url).enter(fetches)) {
      Trail trail = new Trail(hosts.clock());
      try {
        T result = paced(gitDir, trail, exchange);
        visit.answered();
        return result;
      } catch (RemoteRefused e) {
        throw new NeedsPerson(e.reason(), e);
      } catch (IOException | URISyntaxException | RuntimeException e) {
        TURN.incrementAndGet();
        RemoteFailure failure = RemoteFailures.of(e, trail, name());
        if (!failure.kind().answered()) {
          visit.away(e);
        } else if (trail.status() != 0) {
          visit.answered();
        }
        throw new Failed(failure, trail.status());
      }
    }
  }

  private <T> T paced(Path gitDir, Trail trail, Exchange<T> exchange)
      throws IOException, URISyntaxException, RemoteRefused {
    try (Pace pace = new Pace(slowest)) {
      try {
        return exchange(
            gitDir,
            address -> new PinnedConnections(url, address, trail, pace, mostObjects),
            exchange);
      } catch (IOException | RuntimeException e) {
        if (pace.tooSlow()) {
          throw pace.failure(e);
        }
        throw e;
      }
    }
  }

  private <T> T exchange(
      Path gitDir, Function<InetAddress, HttpConnectionFactory> connections, Exchange<T> exchange)
      throws IOException, URISyntaxException, RemoteRefused {
    try (Repository repository = SafeGit.open(gitDir);
        Transport transport = transport(repository)) {
      List<InetAddress> addresses = policy.addresses(url);
      InetAddress address = addresses.get(Math.floorMod(TURN.get(), addresses.size()));
      TransportHttp http = (TransportHttp) transport;
      http.setHttpConnectionFactory(connections.apply(address));
      // Sent ahead: JGit would otherwise ask without, and only then with it.
      credential.ifPresent(c -> http.setAdditionalHeaders(Map.of("Authorization", basic(c))));
      transport.setTimeout(Math.toIntExact(slowest.silence().toSeconds()));
      transport.setTagOpt(TagOpt.NO_TAGS);
      transport.setObjectChecker(Checks.objects());
      return exchange.run(transport, repository);
    }
  }

  private Transport transport(Repository repository) throws IOException, URISyntaxException {
    if (few) {
      repository.getConfig().setInt("protocol", null, "version", 0);
    }
    return Transport.open(repository, new URIish(url.url()));
  }

  private static String basic(Credential credential) {
    String pair = credential.username() + ":" + credential.secret();
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }

  private static Refs refs(@Nullable Ref head, Collection<Ref> all) {
    Map<String, String> ids = new TreeMap<>();
    for (Ref ref : all) {
      if (ref.getObjectId() != null && !ref.getName().equals(Constants.HEAD)) {
        ids.put(ref.getName(), ref.getObjectId().name());
      }
    }
    return new Refs(headBranch(head, ids), ids);
  }

  private static @Nullable String headBranch(@Nullable Ref head, Map<String, String> ids) {
    if (head == null) {
      return null;
    }
    if (head.isSymbolic() && head.getTarget().getName().startsWith(Constants.R_HEADS)) {
      return head.getTarget().getName().substring(Constants.R_HEADS.length());
    }
    String id = head.getObjectId() == null ? "" : head.getObjectId().name();
    List<String> same =
        ids.entrySet().stream()
            .filter(e -> e.getKey().startsWith(Constants.R_HEADS) && e.getValue().equals(id))
            .map(e -> e.getKey().substring(Constants.R_HEADS.length()))
            .toList();
    return same.contains("main")
        ? "main"
        : same.contains("master") ? "master" : same.isEmpty() ? null : same.get(0);
  }
}

package codeblocking.remote;

import codeblocking.job.NeedsPerson;
import codeblocking.job.RetryLater;
import codeblocking.workspace.DiskFailure;
import codeblocking.workspace.Durable;
import codeblocking.workspace.Packs;
import codeblocking.workspace.SafeGit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/** The built-in git host, in this very process: no HTTP to ourselves, no credential. */
public final class HostedRemote implements Remote {
  private final Path hosted;

  public HostedRemote(Path hosted) {
    this.hosted = hosted;
  }

  @Override
  public String name() {
    return "the built-in git host";
  }

  @Override
  public Refs refs() throws RetryLater, NeedsPerson {
    try (Repository host = open()) {
      return refs(host);
    } catch (IOException e) {
      throw failed("read", e);
    }
  }

  @Override
  public Refs fetch(Path gitDir, Consumer<String> progress) throws RetryLater, NeedsPerson {
    try (Repository host = open();
        Repository local = SafeGit.open(gitDir)) {
      Refs refs = refs(host);
      ObjectCopy.copy(host, local, ids(refs.ids().values()), tips(local));
      Packs.sync(gitDir);
      RefWriter writer = new RefWriter(local);
      writer.mirrorOrigin(refs.ids());
      return refs;
    } catch (IOException e) {
      throw failed("fetch from", e);
    }
  }

  @Override
  public void fetchBranch(Path gitDir, String branch) throws RetryLater, NeedsPerson {
    try (Repository host = open();
        Repository local = SafeGit.open(gitDir)) {
      String id = refs(host).branch(branch);
      if (id == null) {
        return;
      }
      ObjectCopy.copy(host, local, List.of(ObjectId.fromString(id)), tips(local));
      Packs.sync(gitDir);
      new RefWriter(local).set("refs/remotes/origin/" + branch, ObjectId.fromString(id));
    } catch (IOException e) {
      throw failed("fetch from", e);
    }
  }

  @Override
  public Push push(Path gitDir, String commit, String ref) throws RetryLater, NeedsPerson {
    ObjectId id = ObjectId.fromString(commit);
    try (Repository host = open();
        Repository local = SafeGit.open(gitDir)) {
      Ref now = host.exactRef(ref);
      ObjectId old = now == null ? ObjectId.zeroId() : now.getObjectId();
      if (id.equals(old)) {
        return new Push.Landed();
      }
      copy(local, host, id);
      Packs.sync(hosted);
      if (!ObjectCopy.forward(host, old, id)) {
        return new Push.Elsewhere(true, "the branch has commits that this save does not");
      }
      RefUpdate.Result result = update(host, ref, old, id);
      if (result == RefUpdate.Result.LOCK_FAILURE) {
        // Perhaps a process that was killed had been writing.
        SafeGit.recoverShared(hosted);
        result = update(host, ref, old, id);
      }
      if (result == RefUpdate.Result.LOCK_FAILURE) {
        String other = Refs.inTheWay(refs(host).ids().keySet(), ref);
        if (other != null) {
          return new Push.InTheWay(other);
        }
      }
      return switch (result) {
        case NEW, FAST_FORWARD, NO_CHANGE -> {
          Durable.ref(hosted, ref);
          yield new Push.Landed();
        }
        case REJECTED, LOCK_FAILURE ->
            throw new RetryLater(
                "The built-in git host was writing the same branch, or its disk failed", null);
        default -> throw new RetryLater("The built-in git host said " + result, null);
      };
    } catch (IOException e) {
      throw failed("push to", e);
    }
  }

  private void copy(Repository local, Repository host, ObjectId id) throws IOException {
    ObjectCopy.copy(local, host, List.of(id), tips(host));
    if (!host.getObjectDatabase().has(id)) {
      // Perhaps half of this very pack is there, of a process that was killed.
      SafeGit.recoverShared(hosted);
      ObjectCopy.copy(local, host, List.of(id), tips(host));
    }
  }

  private static RefUpdate.Result update(Repository host, String ref, ObjectId old, ObjectId id)
      throws IOException {
    RefUpdate update = host.updateRef(ref);
    update.setExpectedOldObjectId(old);
    update.setNewObjectId(id);
    update.disableRefLog();
    return update.update();
  }

  private Repository open() throws IOException, NeedsPerson {
    if (!Files.isDirectory(hosted)) {
      throw new NeedsPerson("The project's repository on the built-in git host is gone", null);
    }
    return SafeGit.open(hosted);
  }

  private static Refs refs(Repository host) throws IOException {
    Map<String, String> ids = new TreeMap<>();
    for (Ref ref : host.getRefDatabase().getRefsByPrefix(Constants.R_REFS)) {
      ObjectId id = ref.getObjectId();
      if (id != null) {
        ids.put(ref.getName(), id.name());
      }
    }
    Ref head = host.exactRef(Constants.HEAD);
    return new Refs(head == null ? null : branch(head.getTarget().getName()), ids);
  }

  private static @Nullable String branch(String ref) {
    return ref.startsWith(Constants.R_HEADS) ? ref.substring(Constants.R_HEADS.length()) : null;
  }

  private static List<ObjectId> ids(Collection<String> ids) {
    return ids.stream().map(ObjectId::fromString).toList();
  }

  private static Set<ObjectId> tips(Repository repository) throws IOException {
    Set<ObjectId> tips = new LinkedHashSet<>();
    for (Ref ref : repository.getRefDatabase().getRefs()) {
      if (ref.getObjectId() != null) {
        tips.add(ref.getObjectId());
      }
    }
    return tips;
  }

  private static RetryLater failed(String what, IOException e) {
    return new RetryLater(
        "Could not " + what + " the built-in git host: " + DiskFailure.words(e), e);
  }
}

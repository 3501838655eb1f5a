package codeblocking.remote;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.jspecify.annotations.Nullable;

/** What the hooks of one repository say to the pushes that come, and which those were. */
final class Hooks {
  private record Rejection(Predicate<String> refs, String reason, List<String> messages) {}

  /** What a host looks for in every commit that is new to it. */
  private record Content(Predicate<String> paths, String reason, Function<String, String> words) {}

  private final List<Faults.Pushed> pushes = new CopyOnWriteArrayList<>();
  private volatile @Nullable Rejection rejection;
  private volatile @Nullable Content content;
  private volatile boolean forgetful;

  void reject(Predicate<String> refs, String reason, List<String> messages) {
    rejection = new Rejection(refs, reason, messages);
  }

  void refuse(Predicate<String> paths, String reason, Function<String, String> words) {
    content = new Content(paths, reason, words);
  }

  void forget() {
    forgetful = true;
  }

  void heal() {
    rejection = null;
    content = null;
    forgetful = false;
  }

  List<Faults.Pushed> pushes() {
    return List.copyOf(pushes);
  }

  void beforePush(ReceivePack receive, Collection<ReceiveCommand> commands) {
    Content forbidden = content;
    if (forbidden != null) {
      commands.forEach(each -> refuseContent(forbidden, receive, each));
    }
    Rejection refuse = rejection;
    if (refuse == null) {
      return;
    }
    for (ReceiveCommand each : commands) {
      if (refuse.refs().test(each.getRefName())) {
        refuse.messages().forEach(receive::sendMessage);
        each.setResult(ReceiveCommand.Result.REJECTED_OTHER_REASON, refuse.reason());
        pushes.add(pushed(each, false));
      }
    }
  }

  private void refuseContent(Content refuse, ReceivePack receive, ReceiveCommand command) {
    if (command.getType() == ReceiveCommand.Type.DELETE) {
      return;
    }
    Set<String> found = new TreeSet<>();
    try (RevWalk walk = new RevWalk(receive.getRepository())) {
      walk.markStart(walk.parseCommit(command.getNewId()));
      for (ObjectId known : receive.getAdvertisedObjects()) {
        walk.markUninteresting(walk.parseCommit(known));
      }
      for (RevCommit commit : walk) {
        found.addAll(changed(receive.getRepository(), walk, commit));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    found.removeIf(refuse.paths().negate());
    if (!found.isEmpty()) {
      found.forEach(path -> receive.sendMessage(refuse.words().apply(path)));
      command.setResult(ReceiveCommand.Result.REJECTED_OTHER_REASON, refuse.reason());
      pushes.add(pushed(command, false));
    }
  }

  private static Set<String> changed(Repository repository, RevWalk commits, RevCommit commit)
      throws IOException {
    Set<String> paths = new TreeSet<>();
    try (TreeWalk walk = new TreeWalk(repository)) {
      walk.setRecursive(true);
      if (commit.getParentCount() == 0) {
        walk.addTree(new EmptyTreeIterator());
      } else {
        walk.addTree(commits.parseCommit(commit.getParent(0)).getTree());
      }
      walk.addTree(commit.getTree());
      walk.setFilter(TreeFilter.ANY_DIFF);
      while (walk.next()) {
        if (walk.getFileMode(1) != FileMode.MISSING) {
          paths.add(walk.getPathString());
        }
      }
    }
    return paths;
  }

  void afterPush(ReceivePack receive, Collection<ReceiveCommand> commands) {
    commands.forEach(each -> pushes.add(pushed(each, true)));
    if (forgetful) {
      commands.forEach(each -> takeBack(receive.getRepository(), each));
    }
  }

  private static void takeBack(Repository repository, ReceiveCommand command) {
    try {
      RefUpdate update = repository.updateRef(command.getRefName());
      update.setForceUpdate(true);
      if (command.getType() == ReceiveCommand.Type.CREATE) {
        update.delete();
      } else {
        update.setNewObjectId(command.getOldId());
        update.update();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Faults.Pushed pushed(ReceiveCommand command, boolean applied) {
    return new Faults.Pushed(
        command.getRefName(),
        command.getOldId().name(),
        command.getNewId().name(),
        command.getType() == ReceiveCommand.Type.CREATE
            || command.getType() == ReceiveCommand.Type.UPDATE,
        applied);
  }
}

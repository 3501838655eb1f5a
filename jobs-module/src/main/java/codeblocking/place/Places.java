package codeblocking.place;

import codeblocking.project.ProjectId;
import codeblocking.settings.DataDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers where a project's files are. One for each process, since it knows what is moved.
 *
 * <p>An answer holds until the next claim or return; a directory that was opened stays the same.
 */
public final class Places {
  private final DataDirectory data;
  private final ClaimJournal journal;
  private final Moves moves;
  private final Map<ProjectId, Claim> claims = new ConcurrentHashMap<>();

  /** Guarded by this. */
  private final Map<ProjectId, Integer> stays = new HashMap<>();

  /** Guarded by this. */
  private final Set<ProjectId> moving = new HashSet<>();

  /** Reads the journal, and finishes what was cut short. */
  public Places(DataDirectory data) {
    this(data, step -> {});
  }

  /** For tests: {@code between} hears of each step, and may end it all there. */
  Places(DataDirectory data, Moves.Between between) {
    this.data = data;
    this.journal = new ClaimJournal(data);
    this.moves = new Moves(data, journal, between);
    try {
      for (String slot : journal.slots()) {
        Optional<Claim> claim = journal.read(slot);
        if (claim.isPresent() && !moves.undone(claim.get())) {
          claims.put(claim.get().project(), claim.get());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the journal of claimed slots cannot be read", e);
    }
  }

  /** Where everything else is. */
  public DataDirectory data() {
    return data;
  }

  /** What is mounted at {@code /workspace}: holds {@code project} and {@code home}. */
  public Path slot(ProjectId project) {
    settle(project);
    Claim claim = claims.get(project);
    return claim == null ? own(project) : data.slots().resolve(claim.slot());
  }

  /** The user's files: hostile. Opened by {@code workspace.ProjectFolders} only. */
  public Path project(ProjectId project) {
    return inside(project, Moves.PROJECT);
  }

  /** The user's home: hostile. */
  public Path home(ProjectId project) {
    return inside(project, Moves.HOME);
  }

  /** A claim that was cut short has left either of them where it was. */
  private Path inside(ProjectId project, String name) {
    Path there = slot(project).resolve(name);
    return Files.exists(there, LinkOption.NOFOLLOW_LINKS) ? there : own(project).resolve(name);
  }

  /** The project's own directory, which is there as long as the project, claimed or not. */
  public Path own(ProjectId project) {
    return data.slot(project.toString());
  }

  /** What is mounted at {@code /run/codeblocking}. */
  public Path handover(ProjectId project) {
    settle(project);
    Claim claim = claims.get(project);
    return data.handover(claim == null ? project.toString() : claim.slot());
  }

  /** Of the slot that the project is in; empty: it is in its own directory. */
  public Optional<Claim> claim(ProjectId project) {
    return Optional.ofNullable(claims.get(project));
  }

  public Optional<Claim> claimOf(String slot) {
    return claims.values().stream().filter(claim -> claim.slot().equals(slot)).findFirst();
  }

  public Collection<Claim> claims() {
    return List.copyOf(claims.values());
  }

  /** While it is held, nothing of the project is moved: something has it mounted. */
  public Stay stay(ProjectId project) {
    synchronized (this) {
      settle(project);
      stays.merge(project, 1, Integer::sum);
    }
    return new Stay(project);
  }

  /** Keeps a project's files where they are. */
  public final class Stay implements AutoCloseable {
    private final ProjectId project;
    private boolean over;

    private Stay(ProjectId project) {
      this.project = project;
    }

    @Override
    public void close() {
      synchronized (Places.this) {
        if (!over) {
          over = true;
          stays.computeIfPresent(project, (id, count) -> count == 1 ? null : count - 1);
        }
      }
    }
  }

  /** Makes an empty slot that a container can be made over, and that can be claimed. */
  public Path openSlot(String slot) throws IOException {
    return moves.open(slot);
  }

  /** Removes a slot that nobody has claimed, its handover and its record. */
  public void removeSlot(String slot) throws IOException {
    if (claimOf(slot).isPresent()) {
      throw new IOException("slot " + slot + " is claimed, and stays");
    }
    moves.remove(slot);
  }

  /** Slots on the disk that nobody has claimed. */
  public List<String> unclaimed() throws IOException {
    List<String> slots = new ArrayList<>(journal.slots());
    claims.values().forEach(claim -> slots.remove(claim.slot()));
    return slots;
  }

  /**
   * Moves a project and its home into a slot.
   *
   * @return false: it is in a slot already, or something keeps it where it is; nothing was changed
   */
  public boolean claim(ProjectId project, String slot, String container) throws IOException {
    if (!begin(project, false)) {
      return false;
    }
    try {
      Path own = own(project);
      Claim claim =
          new Claim(
              project,
              slot,
              container,
              Identity.of(own.resolve(Moves.PROJECT)),
              Identity.of(own.resolve(Moves.HOME)));
      moves.in(claim);
      claims.put(project, claim);
      moves.share(data.handover(project.toString()), data.handover(slot));
      return true;
    } finally {
      end(project);
    }
  }

  /**
   * Moves a project and its home back.
   *
   * <p>INVARIANT: only when no container runs over them, since a process keeps writing through its
   * working directory.
   *
   * @return false: something keeps it where it is
   */
  public boolean giveBack(ProjectId project) throws IOException {
    if (!begin(project, true)) {
      return claims.get(project) == null;
    }
    try {
      Claim claim = claims.get(project);
      if (claim != null) {
        moves.back(claim);
        claims.remove(project);
        moves.remove(claim.slot());
      }
      return true;
    } finally {
      end(project);
    }
  }

  private synchronized boolean begin(ProjectId project, boolean claimed) {
    settle(project);
    if (stays.containsKey(project) || claims.containsKey(project) != claimed) {
      return false;
    }
    moving.add(project);
    return true;
  }

  private synchronized void end(ProjectId project) {
    moving.remove(project);
    notifyAll();
  }

  /** A move takes a millisecond; who asks meanwhile is told how it ended. */
  private synchronized void settle(ProjectId project) {
    boolean interrupted = false;
    while (moving.contains(project)) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Shows a file of the project's handover directory inside, too, where a slot's is mounted there.
   */
  public void share(ProjectId project, String name) throws IOException {
    Path own = data.handover(project.toString());
    Path there = handover(project);
    if (!there.equals(own)) {
      Moves.link(own.resolve(name), there.resolve(name));
    }
  }

  /** Takes a file out of both. */
  public void unshare(ProjectId project, String name) throws IOException {
    Files.deleteIfExists(data.handover(project.toString()).resolve(name));
    Files.deleteIfExists(handover(project).resolve(name));
  }

  /** Whether this is the directory that the journal names; true where none is named. */
  public boolean trusted(ProjectId project, Identity found) {
    Claim claim = claims.get(project);
    return claim == null || moves.same(claim.files(), found);
  }
}

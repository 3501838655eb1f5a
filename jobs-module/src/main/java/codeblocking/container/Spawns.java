package codeblocking.container;

import java.util.HashSet;
import java.util.Set;

/**
 * Whose turn it is to make or start a container. More at once than cores take longer, one and all
 * (measured), so there are as many turns as cores.
 *
 * <p>Users go first, in the order they came; a refill of the pool waits while one of them does, and
 * while one is served no more than one refill is under way.
 */
final class Spawns {
  /** For whom something is made. */
  enum For {
    USER,
    POOL
  }

  private final int most;
  private long nextTicket;
  private long served;
  private int usersWaiting;
  private int refillsWaiting;
  private int users;
  private int refills;

  /** Tickets that were served, or given up, before their turn to be counted came. */
  private final Set<Long> gone = new HashSet<>();

  Spawns(int most) {
    this.most = most;
  }

  synchronized void acquire(For whom) throws InterruptedException {
    if (whom == For.USER) {
      acquireForUser();
    } else {
      refillsWaiting++;
      try {
        while (users + refills >= most || usersWaiting > 0 || (users > 0 && refills > 0)) {
          wait();
        }
        refills++;
      } finally {
        refillsWaiting--;
      }
    }
  }

  private void acquireForUser() throws InterruptedException {
    long ticket = nextTicket++;
    usersWaiting++;
    try {
      while (users + refills >= most || ticket != served) {
        wait();
      }
      users++;
    } finally {
      usersWaiting--;
      leave(ticket);
      notifyAll();
    }
  }

  /** Who was interrupted is passed over. */
  private void leave(long ticket) {
    gone.add(ticket);
    while (gone.remove(served)) {
      served++;
    }
  }

  synchronized int waiting() {
    return usersWaiting + refillsWaiting;
  }

  synchronized void release(For whom) {
    if (whom == For.USER) {
      users--;
    } else {
      refills--;
    }
    notifyAll();
  }
}

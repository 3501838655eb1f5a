package codeblocking.identity;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tokens whose signature has been checked, until they expire: checking takes longer than all else
 * that a terminal's first byte waits for.
 *
 * <p>INVARIANT: only of a key that stays the same as long as this process lives, since a token that
 * is remembered would outlive its key.
 */
final class Verified {
  private static final int MOST = 1000;

  private final Clock clock;
  private final Map<String, Known> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
          return size() > MOST;
        }
      };

  Verified(Clock clock) {
    this.clock = clock;
  }

  private record Known(Caller caller, Instant expires) {}

  synchronized Optional<Caller> find(String token) {
    Known there = known.get(token);
    if (there == null) {
      return Optional.empty();
    }
    if (!clock.instant().isBefore(there.expires())) {
      known.remove(token);
      return Optional.empty();
    }
    return Optional.of(there.caller());
  }

  synchronized void add(String token, Caller caller, Instant expires) {
    known.put(token, new Known(caller, expires));
  }
}

package codeblocking.remote;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** How the remote hosts are doing, as this server last saw them. */
public final class Hosts {
  private final Clock clock;
  private final Consumer<String> back;
  private final Map<String, HostLine> lines = new ConcurrentHashMap<>();

  /** {@code back}: told of a host that was away and answers again; it must not take long. */
  public Hosts(Clock clock, Consumer<String> back) {
    this.clock = clock;
    this.back = back;
  }

  /** Bounded by the hosts that the settings allow. */
  HostLine of(RemoteUrl url) {
    String host = url.credentialHost();
    return lines.computeIfAbsent(host, name -> new HostLine(name, clock, () -> back.accept(name)));
  }

  Clock clock() {
    return clock;
  }
}

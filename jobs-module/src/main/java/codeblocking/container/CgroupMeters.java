package codeblocking.container;

import codeblocking.activity.Meters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What containers use, from the kernel's own files: a few microseconds each, where the engine takes
 * a second to answer the same.
 *
 * <p>On a host that does not show them, nothing is known: output alone then tells of work.
 */
public final class CgroupMeters implements Meters {
  /** Where the engine's two drivers put a container's group, on both versions of the kernel's. */
  private static final List<String> PLACES = List.of("docker/%s", "system.slice/docker-%s.scope");

  private static final long NANOS_PER_MICRO = 1000;

  private final Path root;

  public CgroupMeters() {
    this(Path.of("/sys/fs/cgroup"));
  }

  CgroupMeters(Path root) {
    this.root = root;
  }

  @Override
  public Map<ContainerId, Usage> read(Collection<ContainerId> containers) {
    Map<ContainerId, Usage> all = new HashMap<>();
    for (ContainerId container : containers) {
      for (String place : PLACES) {
        usage(place.formatted(container.value())).ifPresent(usage -> all.put(container, usage));
      }
    }
    return all;
  }

  private Optional<Usage> usage(String group) {
    return separate(group).or(() -> unified(group));
  }

  /** Version 1: a hierarchy for each resource. */
  private Optional<Usage> separate(String group) {
    Optional<Long> cpu = number("cpuacct/" + group + "/cpuacct.usage");
    Optional<Long> memory = number("memory/" + group + "/memory.usage_in_bytes");
    return cpu.flatMap(nanos -> memory.map(bytes -> new Usage(nanos, bytes)));
  }

  /** Version 2: one for all. */
  private Optional<Usage> unified(String group) {
    Optional<Long> memory = number(group + "/memory.current");
    Optional<Long> cpu =
        text(group + "/cpu.stat")
            .flatMap(
                text ->
                    text.lines()
                        .filter(line -> line.startsWith("usage_usec "))
                        .map(line -> Long.parseLong(line.substring(11).strip()))
                        .findFirst());
    return cpu.flatMap(micros -> memory.map(bytes -> new Usage(micros * NANOS_PER_MICRO, bytes)));
  }

  private Optional<Long> number(String file) {
    return text(file).map(text -> Long.parseLong(text.strip()));
  }

  private Optional<String> text(String file) {
    try {
      return Optional.of(Files.readString(root.resolve(file)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}

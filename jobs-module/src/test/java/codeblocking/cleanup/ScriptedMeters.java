package codeblocking.cleanup;

import codeblocking.activity.Meters;
import codeblocking.activity.Traffic;
import codeblocking.container.ContainerId;
import codeblocking.project.ProjectId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** What containers use, as the test says. */
final class ScriptedMeters implements Meters, Traffic {
  long cpuNanos;
  long memoryBytes = 1;
  long typed;
  long output;

  @Override
  public Map<ContainerId, Usage> read(Collection<ContainerId> containers) {
    Map<ContainerId, Usage> all = new HashMap<>();
    containers.forEach(id -> all.put(id, new Usage(cpuNanos, memoryBytes)));
    return all;
  }

  @Override
  public Flow of(ProjectId project) {
    return new Flow(typed, output);
  }
}

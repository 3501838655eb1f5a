package codeblocking.container;

import codeblocking.project.ProjectId;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class FakeContainersTest extends ContainersContract {
  @TempDir Path data;
  private FakeContainers containers;

  @BeforeEach
  void fresh() {
    containers = new FakeContainers(data, Clock.systemUTC());
    containers.missingImages.add("codeblocking/missing:local");
  }

  @Override
  Containers containers() {
    return containers;
  }

  @Override
  void die(ProjectId dying) {
    containers.die(dying);
  }
}

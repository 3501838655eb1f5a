package codeblocking.launch;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A machine on which all is well, until told otherwise. */
final class FakeMachine implements Machine {

  String encoding = "UTF-8";
  Disk disk = new Disk("ext4", 100L << 30, 200L << 30);
  Optional<Engine> engine = Optional.of(new Engine("28.0.0", "1.3.3", true));
  boolean reachable = true;
  Optional<String> noFirewall = Optional.empty();
  final Map<Path, String> modes = new HashMap<>();
  final Map<String, String> variables = new HashMap<>();
  final Set<String> missingImages = new HashSet<>();

  @Override
  public String fileNameEncoding() {
    return encoding;
  }

  @Override
  public Optional<Set<PosixFilePermission>> permissions(Path file) {
    return Optional.ofNullable(modes.get(file)).map(PosixFilePermissions::fromString);
  }

  @Override
  public Disk disk(Path directory) {
    return disk;
  }

  @Override
  public Optional<Engine> engine() {
    return engine;
  }

  @Override
  public boolean hasImage(String image) {
    return !missingImages.contains(image);
  }

  @Override
  public String postgres(String variable) throws Unreachable {
    if (!reachable) {
      throw new Unreachable("Connection refused", new IllegalStateException());
    }
    return variables.getOrDefault(variable, "on");
  }

  @Override
  public Optional<String> noFirewall() {
    return noFirewall;
  }

  @Override
  public boolean reaches(String host, int port) {
    return reachable;
  }
}

package codeblocking.launch;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/** What the doctor asks the machine. */
interface Machine {

  /** Encoding of file names; UTF-8, or names are lost. */
  String fileNameEncoding();

  /** Empty: there is no such file, or its file system knows no permissions. */
  Optional<Set<PosixFilePermission>> permissions(Path file);

  /** Of the nearest existing parent. */
  Disk disk(Path directory);

  /** Empty: no engine answers. */
  Optional<Engine> engine();

  boolean hasImage(String image);

  /** The value of a PostgreSQL server variable. */
  String postgres(String variable) throws Unreachable;

  boolean reaches(String host, int port);

  /** Why no firewall rules can be set here; empty: they can. */
  Optional<String> noFirewall();

  record Disk(String type, long freeBytes, long totalBytes) {}

  record Engine(String version, String runc, boolean liveRestore) {}

  /** The other side does not answer; the message says why. */
  final class Unreachable extends Exception {
    Unreachable(String message, Throwable cause) {
      super(message, cause);
    }
  }
}

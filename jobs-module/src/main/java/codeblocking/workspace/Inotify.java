package codeblocking.workspace;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import java.io.Closeable;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * The kernel's own notice of changes.
 *
 * <p>Java's {@code WatchService} names directories by path and follows links on the way; here each
 * is opened relative to the one before, following none, and watched by its open handle. And what
 * has happened up to now can be asked for, where a {@code WatchService} tells it some time later.
 */
final class Inotify implements Closeable {
  static final int MODIFY = 0x2;
  static final int ATTRIBUTES = 0x4;
  static final int CLOSED_AFTER_WRITE = 0x8;
  static final int MOVED_FROM = 0x40;
  static final int MOVED_TO = 0x80;
  static final int CREATED = 0x100;
  static final int DELETED = 0x200;
  static final int OVERFLOW = 0x4000;
  static final int IGNORED = 0x8000;
  static final int IS_DIRECTORY = 0x4000_0000;

  private static final int WATCHED =
      MODIFY | ATTRIBUTES | CLOSED_AFTER_WRITE | MOVED_FROM | MOVED_TO | CREATED | DELETED;
  private static final int ONLY_DIRECTORIES = 0x100_0000;
  private static final int CLOSE_ON_EXEC = 0x8_0000;
  private static final int NOT_BLOCKING = 0x800;
  private static final int BUFFER = 64 * 1024;
  private static final int HEADER = 16;

  /** O_PATH | O_CLOEXEC; O_DIRECTORY and O_NOFOLLOW differ between processors. */
  private static final int OPEN =
      0x20_0000
          | CLOSE_ON_EXEC
          | (System.getProperty("os.arch").startsWith("aarch64")
              ? 0x4000 | 0x8000
              : 0x1_0000 | 0x2_0000);

  /**
   * A change of an entry of a watched directory.
   *
   * @param name its bytes, a character each; empty: it is the directory itself
   */
  record Event(int watch, int mask, String name) {
    boolean is(int bits) {
      return (mask & bits) != 0;
    }
  }

  /** The C library's functions, by their own names. */
  @SuppressWarnings({"MethodName", "MemberName", "checkstyle:MethodName"})
  interface C extends Library {
    int inotify_init1(int flags) throws LastErrorException;

    int inotify_add_watch(int fd, String path, int mask) throws LastErrorException;

    int inotify_rm_watch(int fd, int watch) throws LastErrorException;

    int openat(int directory, byte[] name, int flags) throws LastErrorException;

    int close(int fd) throws LastErrorException;

    NativeLong read(int fd, Memory buffer, NativeLong length) throws LastErrorException;
  }

  private static final int CURRENT_DIRECTORY = -100;
  private static final int TRY_AGAIN = 11;

  private final C c;
  private final int fd;
  private final Memory buffer = new Memory(BUFFER);

  private Inotify(C c, int fd) {
    this.c = c;
    this.fd = fd;
  }

  static Inotify open() throws IOException {
    try {
      C c = Native.load("c", C.class);
      return new Inotify(c, c.inotify_init1(CLOSE_ON_EXEC | NOT_BLOCKING));
    } catch (LastErrorException | UnsatisfiedLinkError e) {
      throw new IOException("inotify is not to be had: " + e.getMessage(), e);
    }
  }

  /** A handle of a directory, by its path, whose last component must be no link. */
  int openRoot(byte[] path) throws IOException {
    return openat(CURRENT_DIRECTORY, path);
  }

  /** A handle of a directory in another; no link is followed. */
  int openat(int parent, byte[] name) throws IOException {
    byte[] ended = java.util.Arrays.copyOf(name, name.length + 1);
    return failing("openat", () -> c.openat(parent, ended, OPEN));
  }

  /** Watches the directory that the handle is of; the same number for the same directory. */
  int watch(int handle) throws IOException {
    return failing(
        "inotify_add_watch",
        () -> c.inotify_add_watch(fd, "/proc/self/fd/" + handle, WATCHED | ONLY_DIRECTORIES));
  }

  void unwatch(int watch) {
    try {
      c.inotify_rm_watch(fd, watch);
    } catch (LastErrorException e) {
      // Gone already, with its directory.
    }
  }

  void closeHandle(int handle) {
    try {
      c.close(handle);
    } catch (LastErrorException e) {
      // Nothing was written through it.
    }
  }

  /** Everything that has happened up to now. */
  void read(Consumer<Event> heard) throws IOException {
    while (true) {
      int length;
      try {
        length = c.read(fd, buffer, new NativeLong(BUFFER)).intValue();
      } catch (LastErrorException e) {
        if (e.getErrorCode() == TRY_AGAIN) {
          return;
        }
        throw new IOException("inotify: " + e.getMessage(), e);
      }
      int at = 0;
      while (at + HEADER <= length) {
        int size = buffer.getInt(at + 12L);
        heard.accept(new Event(buffer.getInt(at), buffer.getInt(at + 4L), name(at + HEADER, size)));
        at += HEADER + size;
      }
      if (length < BUFFER / 2) {
        return;
      }
    }
  }

  private String name(long at, int size) {
    byte[] padded = buffer.getByteArray(at, size);
    int length = 0;
    while (length < size && padded[length] != 0) {
      length++;
    }
    return new String(padded, 0, length, ISO_8859_1);
  }

  private interface Call {
    int run();
  }

  private static int failing(String what, Call call) throws IOException {
    try {
      return call.run();
    } catch (LastErrorException e) {
      throw new IOException(what + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    closeHandle(fd);
  }
}

package codeblocking.system.kit;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** Which sockets a process listens on, as the kernel tells. */
public final class Listening {

  private static final String LISTEN = "0A";

  private Listening() {}

  /** A local address in the kernel's own notation made readable: {@code 127.0.0.1:8080}. */
  public static Set<String> addressesOf(long pid) {
    Map<String, String> sockets = listeningSockets();
    Set<String> addresses = new TreeSet<>();
    for (String inode : socketsOf(pid)) {
      if (sockets.containsKey(inode)) {
        addresses.add(sockets.get(inode));
      }
    }
    return addresses;
  }

  /** The process among these that listens on the port. */
  public static OptionalLong on(int port, Iterable<ProcessHandle> processes) {
    for (ProcessHandle each : processes) {
      if (addressesOf(each.pid()).stream().anyMatch(address -> address.endsWith(":" + port))) {
        return OptionalLong.of(each.pid());
      }
    }
    return OptionalLong.empty();
  }

  private static Map<String, String> listeningSockets() {
    Map<String, String> byInode = new HashMap<>();
    for (String table : new String[] {"/proc/net/tcp", "/proc/net/tcp6"}) {
      try {
        Files.readAllLines(Path.of(table)).stream()
            .skip(1)
            .map(line -> line.strip().split("\\s+"))
            .filter(cells -> cells[3].equals(LISTEN))
            .forEach(cells -> byInode.put(cells[9], readable(cells[1])));
      } catch (IOException e) {
        // No such family on this machine.
      }
    }
    return byInode;
  }

  private static Set<String> socketsOf(long pid) {
    Set<String> inodes = new HashSet<>();
    try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
      for (Path each : open) {
        String target = linkOf(each);
        if (target.startsWith("socket:[")) {
          inodes.add(target.substring("socket:[".length(), target.length() - 1));
        }
      }
    } catch (IOException e) {
      // The process is gone: it listens on nothing.
    }
    return inodes;
  }

  private static String linkOf(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return "";
    }
  }

  private static String readable(String kernel) {
    String[] parts = kernel.split(":");
    int port = Integer.parseInt(parts[1], 16);
    String address = parts[0];
    return switch (address) {
      case "0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000" ->
          "loopback:" + port;
      default -> (address.matches("0+") ? "any" : address) + ":" + port;
    };
  }
}

package codeblocking.remote;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;

/** Whether an address is one of the public internet (IANA's special-purpose registries). */
final class PublicAddress {
  private record Block(int bits, int value) {
    boolean holds(int address) {
      return (address ^ value) >>> (32 - bits) == 0;
    }
  }

  private static final List<Block> NOT_PUBLIC_4 =
      List.of(
          v4(8, 0),
          v4(8, 10),
          v4(10, 100, 64),
          v4(8, 127),
          v4(16, 169, 254),
          v4(12, 172, 16),
          v4(24, 192, 0, 0),
          v4(24, 192, 0, 2),
          v4(24, 192, 88, 99),
          v4(16, 192, 168),
          v4(15, 198, 18),
          v4(24, 198, 51, 100),
          v4(24, 203, 0, 113),
          v4(4, 224),
          v4(4, 240));

  private PublicAddress() {}

  static boolean is(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (address instanceof Inet4Address) {
      int value = ByteBuffer.wrap(bytes).getInt();
      return NOT_PUBLIC_4.stream().noneMatch(block -> block.holds(value));
    }
    // Only global unicast, 2000::/3, and of that not what carries an IPv4 address or is for books:
    // Teredo, ORCHID, documentation, 6to4. NAT64 (64:ff9b::/96) lies outside of it.
    boolean global = (bytes[0] & 0xe0) == 0x20;
    boolean teredoOrSpecial = bytes[0] == 0x20 && bytes[1] == 0x01 && (bytes[2] & 0xfe) == 0;
    boolean documentation =
        bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] == 0x0d && (bytes[3] & 0xff) == 0xb8;
    boolean sixToFour = bytes[0] == 0x20 && bytes[1] == 0x02;
    boolean documentation2 = bytes[0] == 0x3f && (bytes[1] & 0xff) == 0xff;
    return global && !teredoOrSpecial && !documentation && !sixToFour && !documentation2;
  }

  private static Block v4(int bits, int... prefix) {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      value = value << 8 | (i < prefix.length ? prefix[i] : 0);
    }
    return new Block(bits, value);
  }
}

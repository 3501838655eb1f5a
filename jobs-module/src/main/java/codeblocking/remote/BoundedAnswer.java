package codeblocking.remote;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What a git server says, up to a bound: JGit keeps in memory all refs and all messages that it is
 * told, and writes to the disk all objects.
 *
 * <p>The stream is followed packet by packet (git's {@code gitprotocol-common}); what is in no
 * packet counts as objects.
 */
public final class BoundedAnswer extends FilterInputStream {
  /** Refs and what else is negotiated, in bytes; a million refs have about 70 MB. */
  private static final long MOST_LINES = 96L << 20;

  /** Progress and what hooks say, in bytes. */
  private static final long MOST_WORDS = 4L << 20;

  /** JGit makes a place in memory for each that a pack claims to have, before it has any. */
  private static final long MOST_COUNT = 20_000_000;

  private static final byte[] PACK = {'P', 'A', 'C', 'K'};
  private static final int PACK_HEADER = 12;
  private static final int COUNT_AT = 8;

  private static final int HEADER = 4;
  private static final int OBJECTS = 1;
  private static final int WORDS = 2;

  private final long mostObjects;
  private final byte[] header = new byte[HEADER];

  /** Bytes of the header that were seen; all of them: within a packet. */
  private int seen;

  /** Bytes of the packet that are to come. */
  private int left;

  private boolean inPackets = true;
  private boolean begins;
  private int band;
  private final byte[] packHeader = new byte[PACK_HEADER];
  private long objects;
  private long words;
  private long lines;

  /** {@code mostObjects}: bytes of a pack, as it is sent. */
  public BoundedAnswer(InputStream in, long mostObjects) {
    super(in);
    this.mostObjects = mostObjects;
  }

  /** The answer is longer than this server takes; the message says of what. */
  public static final class TooLong extends IOException {
    TooLong(String what) {
      super("sends more than " + what);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    int got = in.read(into, from, length);
    for (int at = from; at < from + got; ) {
      at += inPackets ? follow(into, at, from + got) : object(into, at, from + got - at);
    }
    return got;
  }

  private int object(byte[] from, int at, int bytes) throws TooLong {
    for (int i = 0; i < bytes && objects + i < PACK_HEADER; i++) {
      packHeader[(int) objects + i] = from[at + i];
    }
    boolean began = objects < PACK_HEADER;
    objects += bytes;
    check("objects", objects, mostObjects);
    if (began && objects >= PACK_HEADER) {
      checkCount();
    }
    return bytes;
  }

  private void checkCount() throws TooLong {
    long count = Integer.toUnsignedLong(ByteBuffer.wrap(packHeader).getInt(COUNT_AT));
    if (Arrays.mismatch(PACK, packHeader) == PACK.length && count > MOST_COUNT) {
      throw new TooLong(MOST_COUNT + " objects");
    }
  }

  private int follow(byte[] from, int at, int end) throws TooLong {
    if (left == 0) {
      header[seen++] = from[at];
      if (seen == HEADER) {
        begin();
      }
      return 1;
    }
    if (begins) {
      band = from[at];
      begins = false;
      left--;
      return 1;
    }
    int bytes = Math.min(left, end - at);
    left -= bytes;
    count(from, at, bytes);
    return bytes;
  }

  private void begin() throws TooLong {
    seen = 0;
    int length = 0;
    for (byte each : header) {
      int digit = Character.digit(each, 16);
      if (digit < 0) {
        inPackets = false;
        object(header, 0, HEADER);
        return;
      }
      length = length * 16 + digit;
    }
    left = Math.max(0, length - HEADER);
    begins = true;
    lines += HEADER;
    check("refs", lines, MOST_LINES);
  }

  private void count(byte[] from, int at, int bytes) throws TooLong {
    if (band == OBJECTS) {
      object(from, at, bytes);
    } else if (band == WORDS) {
      words += bytes;
      check("messages", words, MOST_WORDS);
    } else {
      lines += bytes;
      check("refs", lines, MOST_LINES);
    }
  }

  private static void check(String what, long bytes, long most) throws TooLong {
    if (bytes > most) {
      throw new TooLong("%d MiB of %s".formatted(most >> 20, what));
    }
  }
}

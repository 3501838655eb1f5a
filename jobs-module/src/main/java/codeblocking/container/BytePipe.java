package codeblocking.container;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;

/**
 * A bounded buffer between a command's connection and who reads it. Unlike {@code PipedInputStream}
 * it does not mind which thread writes, or that it ends.
 */
final class BytePipe extends InputStream {
  private final byte[] ring;
  private int start;
  private int size;
  private boolean ended;
  private boolean abandoned;

  BytePipe(int capacity) {
    ring = new byte[capacity];
  }

  /** Waits while full; drops what nobody will read any more. */
  synchronized void put(byte[] bytes, int from, int length) throws InterruptedIOException {
    int put = 0;
    while (put < length && !abandoned && !ended) {
      if (size == ring.length) {
        await();
        continue;
      }
      int at = (start + size) % ring.length;
      int some = Math.min(Math.min(length - put, ring.length - size), ring.length - at);
      System.arraycopy(bytes, from + put, ring, at, some);
      size += some;
      put += some;
      notifyAll();
    }
  }

  /** Never waits: what does not fit is lost. */
  synchronized void offer(byte[] bytes, int from, int length) throws InterruptedIOException {
    put(bytes, from, Math.min(length, ring.length - size));
  }

  /** No more will come; what is here can still be read. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  @Override
  public synchronized int read(byte[] into, int from, int length) throws IOException {
    Objects.checkFromIndexSize(from, length, into.length);
    if (length == 0) {
      return 0;
    }
    while (size == 0 && !ended && !abandoned) {
      await();
    }
    if (size == 0 || abandoned) {
      return -1;
    }
    int some = Math.min(Math.min(length, size), ring.length - start);
    System.arraycopy(ring, start, into, from, some);
    start = (start + some) % ring.length;
    size -= some;
    notifyAll();
    return some;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public synchronized int available() {
    return size;
  }

  @Override
  public synchronized void close() {
    abandoned = true;
    notifyAll();
  }

  /**
   * As the JDK's pipe does, it leaves no interrupt behind: who sets a time limit means the read.
   */
  @SuppressWarnings("WaitNotInLoop") // The callers loop.
  private void await() throws InterruptedIOException {
    try {
      wait();
    } catch (InterruptedException e) {
      throw new InterruptedIOException("interrupted while a command's output was awaited");
    }
  }
}

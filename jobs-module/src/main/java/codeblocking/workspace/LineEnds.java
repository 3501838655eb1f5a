package codeblocking.workspace;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Counts of a content's line ends, and their conversion, by git's own rules (convert.c). */
final class LineEnds {
  private static final int BUFFER = 64 * 1024;

  private long loneCr;
  private long loneLf;
  private long crlf;
  private long nul;
  private long printable;
  private long other;
  private int last = -1;

  private LineEnds() {}

  static LineEnds of(InputStream in) throws IOException {
    LineEnds found = new LineEnds();
    byte[] buffer = new byte[BUFFER];
    int read;
    while ((read = in.read(buffer)) >= 0) {
      for (int i = 0; i < read; i++) {
        found.count(buffer[i] & 0xff);
      }
    }
    if (found.last == '\r') {
      found.loneCr++;
    }
    // An end-of-file mark of DOS is no sign of a binary.
    if (found.last == '\32') {
      found.other--;
    }
    return found;
  }

  private void count(int c) {
    if (c == '\n') {
      if (last == '\r') {
        crlf++;
      } else {
        loneLf++;
      }
    } else {
      if (last == '\r') {
        loneCr++;
      }
      letter(c);
    }
    last = c;
  }

  private void letter(int c) {
    switch (c) {
      case '\r' -> {}
      case 0 -> {
        nul++;
        other++;
      }
      case '\b', '\t', '\33', '\f' -> printable++;
      case 127 -> other++;
      default -> {
        if (c < ' ') {
          other++;
        } else {
          printable++;
        }
      }
    }
  }

  boolean binary() {
    return loneCr > 0 || nul > 0 || (printable >> 7) < other;
  }

  boolean hasCrlf() {
    return crlf > 0;
  }

  /** Whether CRLF is to become LF in a tree. */
  boolean toLf(Conversion conversion) {
    return conversion.lineEnds() && crlf > 0 && !(conversion.guesses() && binary());
  }

  /** Whether LF is to become CRLF in a file. */
  boolean toCrlf(Conversion conversion) {
    return conversion.crlfOut() && loneLf > 0 && !(conversion.guesses() && (crlf > 0 || binary()));
  }

  /** Each CRLF as an LF; a lone CR stays. */
  static void writeLf(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER];
    ByteArrayOutputStream made = new ByteArrayOutputStream(BUFFER);
    boolean cr = false;
    int read;
    while ((read = in.read(buffer)) >= 0) {
      made.reset();
      for (int i = 0; i < read; i++) {
        byte b = buffer[i];
        if (cr && b != '\n') {
          made.write('\r');
        }
        cr = b == '\r';
        if (!cr) {
          made.write(b);
        }
      }
      made.writeTo(out);
    }
    if (cr) {
      out.write('\r');
    }
  }

  /** Each lone LF as a CRLF. */
  static void writeCrlf(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER];
    ByteArrayOutputStream made = new ByteArrayOutputStream(2 * BUFFER);
    int before = -1;
    int read;
    while ((read = in.read(buffer)) >= 0) {
      made.reset();
      for (int i = 0; i < read; i++) {
        if (buffer[i] == '\n' && before != '\r') {
          made.write('\r');
        }
        made.write(buffer[i]);
        before = buffer[i];
      }
      made.writeTo(out);
    }
  }
}

package codeblocking.save;

import codeblocking.remote.BoundedAnswer;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A process that speaks git, whose answer and complaints are heard up to a bound. JGit keeps in
 * memory all that a hostile one complains of; what is beyond the bound is read and dropped, so that
 * the process is not held up.
 */
final class TerseProcess extends Process {
  private static final int MOST = 64 * 1024;

  private final Process process;
  private final InputStream answer;
  private final InputStream errors;

  TerseProcess(Process process, long mostObjects) {
    this.process = process;
    this.answer = new BoundedAnswer(process.getInputStream(), mostObjects);
    this.errors = new Heard(process.getErrorStream());
  }

  private static final class Heard extends FilterInputStream {
    private int left = MOST;

    Heard(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (left > 0) {
        int got = in.read(into, from, Math.min(length, left));
        left -= Math.max(got, 0);
        return got;
      }
      byte[] dropped = new byte[8192];
      while (in.read(dropped) >= 0) {
        // Nothing of it is kept.
      }
      return -1;
    }
  }

  @Override
  public OutputStream getOutputStream() {
    return process.getOutputStream();
  }

  @Override
  public InputStream getInputStream() {
    return answer;
  }

  @Override
  public InputStream getErrorStream() {
    return errors;
  }

  @Override
  public int waitFor() throws InterruptedException {
    return process.waitFor();
  }

  @Override
  public int exitValue() {
    return process.exitValue();
  }

  @Override
  public void destroy() {
    process.destroy();
  }
}

package codeblocking.workspace;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.eclipse.jgit.errors.TooLargePackException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.BaseRepositoryBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.transport.PackParser;

/** A repository that takes no object and no pack larger than anybody honest would send. */
final class ServerRepository extends FileRepository {
  private static final long MOST_PACK_BYTES = 8L << 30;

  private Set<ObjectId> shared = Set.of();

  ServerRepository(BaseRepositoryBuilder<?, ?> options) throws IOException {
    super(options);
  }

  /** From here on it is read for packing this commit alone. */
  void packs(ObjectId commit, Set<ObjectId> there) throws IOException {
    try (ObjectReader reader = super.newObjectReader()) {
      shared = SparseReader.shared(reader, commit, there);
    }
  }

  @Override
  public ObjectReader newObjectReader() {
    return SparseReader.of(super.newObjectReader(), shared);
  }

  @Override
  public ObjectInserter newObjectInserter() {
    ObjectInserter real = super.newObjectInserter();
    return new ObjectInserter.Filter() {
      @Override
      protected ObjectInserter delegate() {
        return real;
      }

      @Override
      public PackParser newPackParser(InputStream in) throws IOException {
        PackParser parser = real.newPackParser(new Capped(in));
        parser.setMaxObjectSizeLimit(SafeGit.MOST_OBJECT_BYTES);
        return parser;
      }
    };
  }

  private static final class Capped extends FilterInputStream {
    private long left = MOST_PACK_BYTES;

    Capped(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      count(b < 0 ? 0 : 1);
      return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      count(Math.max(0, read));
      return read;
    }

    private void count(int bytes) throws IOException {
      left -= bytes;
      if (left < 0) {
        throw new TooLargePackException(MOST_PACK_BYTES);
      }
    }
  }
}

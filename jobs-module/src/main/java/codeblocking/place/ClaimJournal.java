package codeblocking.place;

import static java.nio.charset.StandardCharsets.US_ASCII;

import codeblocking.project.ProjectId;
import codeblocking.settings.DataDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Who claimed which slot, one file for each slot, beside it and in no container's mounts.
 *
 * <p>The file is made with the slot, blank, so that the claim's one write neither grows it nor
 * changes its directory: what a user waits for is one flush of one sector.
 */
final class ClaimJournal {
  private static final int SECTOR = 512;
  private static final String SUFFIX = ".claim";
  private static final int FIELDS = 6;

  private final Path directory;

  ClaimJournal(DataDirectory data) {
    this.directory = data.slots();
  }

  /** Makes the blank record of a slot that nobody has claimed yet. */
  void open(String slot) throws IOException {
    Files.createDirectories(directory);
    write(slot, "");
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** INVARIANT: on the disk when this returns, before anything is moved. */
  void record(Claim claim) throws IOException {
    String text =
        String.join(
            " ",
            claim.project().toString(),
            claim.slot(),
            claim.container(),
            claim.files().toString(),
            claim.home().toString());
    write(claim.slot(), text + " " + checksum(text));
  }

  void blank(String slot) throws IOException {
    write(slot, "");
  }

  void remove(String slot) throws IOException {
    Files.deleteIfExists(file(slot));
  }

  /** Slots that have a record, claimed or not. */
  List<String> slots() throws IOException {
    List<String> all = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        all.add(name.substring(0, name.length() - SUFFIX.length()));
      }
    } catch (NoSuchFileException e) {
      return all;
    }
    return all;
  }

  /** Empty: blank; or written half, so that nothing can have been moved yet. */
  Optional<Claim> read(String slot) throws IOException {
    String text = Files.readString(file(slot), US_ASCII).strip();
    int end = text.lastIndexOf(' ');
    if (end < 0 || !checksum(text.substring(0, end)).equals(text.substring(end + 1))) {
      return Optional.empty();
    }
    String[] fields = text.split(" ");
    if (fields.length != FIELDS || !fields[1].equals(slot)) {
      return Optional.empty();
    }
    return Optional.of(
        new Claim(
            ProjectId.of(fields[0]),
            slot,
            fields[2],
            Identity.parse(fields[3]),
            Identity.parse(fields[4])));
  }

  private void write(String slot, String text) throws IOException {
    ByteBuffer sector = ByteBuffer.allocate(SECTOR);
    sector.put(text.getBytes(US_ASCII));
    while (sector.remaining() > 1) {
      sector.put((byte) ' ');
    }
    sector.put((byte) '\n').flip();
    try (FileChannel channel =
        FileChannel.open(file(slot), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      while (sector.hasRemaining()) {
        channel.write(sector);
      }
      channel.force(false);
    }
  }

  private Path file(String slot) {
    return directory.resolve(slot + SUFFIX);
  }

  private static String checksum(String text) {
    CRC32 sum = new CRC32();
    sum.update(text.getBytes(US_ASCII));
    return Long.toHexString(sum.getValue());
  }
}

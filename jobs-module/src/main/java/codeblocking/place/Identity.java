package codeblocking.place;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which directory it is, whatever it is called. */
public record Identity(long device, long inode) {
  private static final Pattern KEY = Pattern.compile("\\(dev=([0-9a-f]+),ino=(\\d+)\\)");

  /** Of a directory; a link is none. */
  public static Identity of(Path directory) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(directory, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isDirectory()) {
      throw new NotDirectoryException(directory.toString());
    }
    return of(attributes);
  }

  public static Identity of(BasicFileAttributes attributes) throws IOException {
    Matcher key = KEY.matcher(String.valueOf(attributes.fileKey()));
    if (!key.matches()) {
      throw new IOException("this file system gives its files no identity");
    }
    return new Identity(Long.parseLong(key.group(1), 16), Long.parseLong(key.group(2)));
  }

  static Identity parse(String text) {
    String[] parts = text.split(":", 2);
    return new Identity(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
  }

  @Override
  public String toString() {
    return device + ":" + inode;
  }
}

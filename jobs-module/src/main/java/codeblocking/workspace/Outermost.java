package codeblocking.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/** The patterns in {@code .git/info}, and {@code core.autocrlf}, which hold everywhere. */
record Outermost(@Nullable String exclude, @Nullable String attributes, Conversion otherwise) {
  static Outermost read(OpenDirectory root) {
    return new Outermost(
        text(GitStateReader.info(root, "exclude")),
        text(GitStateReader.info(root, "attributes")),
        GitStateReader.autocrlf(root));
  }

  Rules rules() {
    return new Rules(
        Ignores.outermost(bytes(exclude)), Attributes.outermost(bytes(attributes), otherwise));
  }

  private static @Nullable String text(byte @Nullable [] bytes) {
    return bytes == null ? null : new String(bytes, UTF_8);
  }

  private static byte @Nullable [] bytes(@Nullable String text) {
    return text == null ? null : text.getBytes(UTF_8);
  }
}

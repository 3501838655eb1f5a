package codeblocking.identity;

import codeblocking.settings.DataDirectory;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.text.ParseException;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;

/** What this instance signs and encrypts with; made once, readable by the server's user only. */
public final class LocalKeys {
  private static final String SIGNING = "signing.jwk";
  private static final String CREDENTIALS = "credentials.key";
  private static final int SECRET_BYTES = 32;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final ECKey signing;
  private final byte[] credentialSecret;

  private LocalKeys(ECKey signing, byte[] credentialSecret) {
    this.signing = signing;
    this.credentialSecret = credentialSecret;
  }

  /** Reads the keys of this data directory; makes those that are missing. */
  public static LocalKeys open(DataDirectory data) {
    Path folder = data.keys();
    try {
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      return new LocalKeys(signing(folder.resolve(SIGNING)), secret(folder.resolve(CREDENTIALS)));
    } catch (IOException e) {
      throw new UncheckedIOException("keys in " + folder + " cannot be read or made", e);
    }
  }

  /** Key pair of local sign-in (P-256). */
  ECKey signing() {
    return signing;
  }

  /** 256 random bits to encrypt credentials with. */
  public byte[] credentialSecret() {
    return credentialSecret.clone();
  }

  private static ECKey signing(Path file) throws IOException {
    if (!Files.exists(file)) {
      publish(file, newSigningKey().toJSONString());
    }
    try {
      ECKey key = ECKey.parse(Files.readString(file));
      if (key.isPrivate() && Curve.P_256.equals(key.getCurve())) {
        return key;
      }
    } catch (ParseException e) {
      throw new IOException(file + " is damaged; restore it, or remove it to sign everyone out", e);
    }
    throw new IOException(file + " is not the key that was made here");
  }

  private static ECKey newSigningKey() throws IOException {
    try {
      return new ECKeyGenerator(Curve.P_256)
          .keyUse(KeyUse.SIGNATURE)
          .keyIDFromThumbprint(true)
          .generate();
    } catch (JOSEException e) {
      throw new IOException("this Java runtime makes no P-256 keys", e);
    }
  }

  private static byte[] secret(Path file) throws IOException {
    if (!Files.exists(file)) {
      byte[] fresh = new byte[SECRET_BYTES];
      new SecureRandom().nextBytes(fresh);
      publish(file, Base64.getEncoder().encodeToString(fresh));
    }
    try {
      byte[] secret = Base64.getDecoder().decode(Files.readString(file).strip());
      if (secret.length == SECRET_BYTES) {
        return secret;
      }
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is damaged; restore it: credentials depend on it", e);
    }
    throw new IOException(file + " is not the secret that was made here");
  }

  /** A hard link is made by one of two racing processes only; both then read that one's file. */
  private static void publish(Path file, String content) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path draft =
        Files.createTempFile(
            folder, ".new-", null, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    try {
      try (FileChannel out = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException e) {
      // The other process was first; its key counts.
    } finally {
      Files.delete(draft);
    }
  }
}

package codeblocking.credential;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Encrypts secrets at rest: AES-256-GCM (NIST SP 800-38D), a fresh 96-bit nonce for each. */
public final class Seal {
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKey key;
  private final SecureRandom random = new SecureRandom();

  /**
   * A seal with a key of its own.
   *
   * @param key 32 random bytes
   */
  public Seal(byte[] key) {
    if (key.length != 32) {
      throw new IllegalArgumentException("the key has 32 bytes");
    }
    this.key = new SecretKeySpec(key, "AES");
  }

  /**
   * Encrypts.
   *
   * @param context what the text belongs to; it opens only with the same
   */
  public String close(String text, String context) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] sealed = run(Cipher.ENCRYPT_MODE, nonce, text.getBytes(StandardCharsets.UTF_8), context);
    return Base64.getEncoder()
        .encodeToString(
            ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array());
  }

  /**
   * Decrypts.
   *
   * @throws IllegalStateException when the key or the context is another, or the text was changed
   */
  public String open(String sealed, String context) {
    ByteBuffer buffer = ByteBuffer.wrap(Base64.getDecoder().decode(sealed));
    byte[] nonce = new byte[NONCE_BYTES];
    buffer.get(nonce);
    byte[] rest = new byte[buffer.remaining()];
    buffer.get(rest);
    return new String(run(Cipher.DECRYPT_MODE, nonce, rest, context), StandardCharsets.UTF_8);
  }

  private byte[] run(int mode, byte[] nonce, byte[] input, String context) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
      return cipher.doFinal(input);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "a stored credential cannot be read with this data directory's key; store it again", e);
    }
  }
}

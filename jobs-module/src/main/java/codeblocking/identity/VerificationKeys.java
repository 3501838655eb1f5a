package codeblocking.identity;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import java.util.List;

/** Public keys of the accepted issuer. */
interface VerificationKeys {
  /** Keys that may have signed a token with this header; the newest that can be had. */
  List<JWK> candidates(JWSHeader header);
}

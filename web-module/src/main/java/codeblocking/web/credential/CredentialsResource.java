package codeblocking.web.credential;

import codeblocking.credential.Credential;
import codeblocking.credential.Credentials;
import codeblocking.credential.StoreCredential;
import codeblocking.github.GitHubUsers;
import codeblocking.project.InvalidInput;
import codeblocking.web.body.JsonBody;
import codeblocking.web.signin.CurrentCaller;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The caller's credentials for git hosts. */
@Dependent
@Path("/credentials/{host}")
public class CredentialsResource {
  private static final Pattern HOST =
      Pattern.compile("([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?|\\[[0-9a-f:.]{2,45}])(:\\d{1,5})?");
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
  private static final int LONGEST_NAME = 256;
  private static final int LONGEST_SECRET = 8192;

  /** What hosts expect beside a token where no name was given; they ignore it. */
  private static final String ANY_NAME = "x-access-token";

  private final CurrentCaller current;
  private final StoreCredential store;
  private final Credentials credentials;
  private final GitHubUsers gitHub;

  @Inject
  public CredentialsResource(
      CurrentCaller current, StoreCredential store, Credentials credentials, GitHubUsers gitHub) {
    this.current = current;
    this.store = store;
    this.credentials = credentials;
    this.gitHub = gitHub;
  }

  /**
   * A token that will not do is stored all the same; the header {@code Warning} says what fails.
   */
  @PUT
  public Response put(@PathParam("host") String host, @Nullable InputStream in) throws IOException {
    String known = host(host);
    JsonBody body = JsonBody.read(in);
    String username =
        body.text("username", LONGEST_NAME).filter(name -> !name.isBlank()).orElse(ANY_NAME);
    String secret =
        body.text("secret", LONGEST_SECRET)
            .filter(text -> !text.isEmpty())
            .orElseThrow(() -> new InvalidInput("secret", "is missing"));
    if (CONTROL.matcher(username).find() || username.contains(":")) {
      throw new InvalidInput("username", "must not hold a colon or control characters");
    }
    if (CONTROL.matcher(secret).find()) {
      throw new InvalidInput("secret", "must not hold control characters such as a line break");
    }
    Credential credential = new Credential(username, secret);
    store.store(current.get().user(), known, credential);
    Response.ResponseBuilder response = Response.noContent();
    gitHub
        .warning(known, credential)
        .ifPresent(words -> response.header("Warning", "299 - \"%s\"".formatted(words)));
    return response.build();
  }

  @DELETE
  public void delete(@PathParam("host") String host) {
    credentials.remove(current.get().user(), host(host));
  }

  static String host(String typed) {
    String host = typed.toLowerCase(Locale.ROOT);
    if (!HOST.matcher(host).matches()) {
      throw new InvalidInput("host", "must be a host name such as github.com, or host:port");
    }
    return host;
  }
}

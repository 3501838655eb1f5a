package codeblocking.remote;

import codeblocking.job.NeedsPerson;
import codeblocking.job.RetryLater;
import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.errors.TooLargeObjectInPackException;
import org.eclipse.jgit.errors.TooLargePackException;
import org.jspecify.annotations.Nullable;

/** What a failure at a remote means: time cures it, a person must, or another ref takes it. */
final class RemoteFailures {
  private static final Pattern MOVED =
      Pattern.compile("non-fast-forward|fetch first|stale info|already exists");
  private static final Pattern BUSY =
      Pattern.compile(
          "cannot lock ref|failed to lock|failed to update ref|lock failure|lock error|try again"
              + "|temporar|internal server error|timed? ?out");
  private static final Pattern SECRET = Pattern.compile("secret|gitguardian|credential leak");
  private static final Pattern SIZE =
      Pattern.compile("gh001|large file|file size limit|exceeds|too large|maximum allowed size");
  private static final Pattern PROTECTED =
      Pattern.compile(
          "gh006|gh013|protected branch|protected ref|repository rule violations|pull request"
              + "|not allowed to push code|branch restrict|prohibited by|branch is locked");

  private RemoteFailures() {}

  /**
   * Of an exchange that failed.
   *
   * @return to be thrown: time may cure it
   * @throws NeedsPerson when a person must
   */
  static RetryLater of(Exception failure, Trail trail, String host) throws NeedsPerson {
    String needsPerson = needsPerson(failure, trail, host);
    if (needsPerson != null) {
      throw new NeedsPerson(needsPerson, failure);
    }
    int status = trail.status();
    String words =
        status == 429
            ? host + " asks for fewer requests (429)"
            : status >= 500
                ? "%s has a failure of its own (%d)".formatted(host, status)
                : "%s could not be reached, or the connection broke: %s"
                    .formatted(host, RemoteText.clean(message(failure)));
    return new RetryLater(words, failure, trail.retryAfter());
  }

  private static @Nullable String needsPerson(Exception failure, Trail trail, String host) {
    int status = trail.status();
    return switch (status) {
      case 401 ->
          ("%s wants a sign-in, or refused the one it got (401). Store a credential for %s that may"
                  + " write to the repository.")
              .formatted(host, host);
      // GitHub says 403 too when it limits the rate, and then when to come again.
      case 403 ->
          trail.retryAfter().isPresent()
              ? null
              : ("%s refuses the access (403). Store a credential for %s that may write to the"
                      + " repository.")
                  .formatted(host, host);
      case 404, 410 ->
          ("%s has no such repository, or hides it from this credential (%d). Check the address, or"
                  + " store a credential for %s.")
              .formatted(host, status, host);
      case 413 ->
          host + " takes no push of this size (413). Make the files smaller, or ignore them.";
      case 301, 302, 303, 307, 308 ->
          ("%s says that the repository moved (%d). Redirects are not followed: give the new"
                  + " address.")
              .formatted(host, status);
      default -> ofObjects(failure, host);
    };
  }

  private static @Nullable String ofObjects(Exception failure, String host) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof TooLargeObjectInPackException
          || cause instanceof TooLargePackException) {
        return "The repository on " + host + " is larger than this server takes";
      }
      if (cause instanceof CorruptObjectException) {
        return "The repository on %s holds an object that git refuses: %s"
            .formatted(host, RemoteText.clean(message(cause)));
      }
      if (cause instanceof NoRemoteRepositoryException) {
        return "%s has no repository at this address: %s"
            .formatted(host, RemoteText.clean(message(cause)));
      }
    }
    return null;
  }

  /** Of a push that the remote answered with a refusal. */
  static Remote.Push ofRejection(String reason, String messages, String host)
      throws RetryLater, NeedsPerson {
    String shown = RemoteText.clean(reason + " " + messages);
    String text = shown.toLowerCase(Locale.ROOT);
    if (SECRET.matcher(text).find()) {
      throw new NeedsPerson(
          ("%s refuses the push, since it holds a secret. The work is safe here. Take the secret"
                  + " out of the files and of commits not yet pushed, then save again. It says: %s")
              .formatted(host, shown),
          null);
    }
    if (SIZE.matcher(text).find()) {
      throw new NeedsPerson(
          ("%s refuses the push, since a file is too large. The work is safe here. Remove the file"
                  + " or ignore it, then save again. It says: %s")
              .formatted(host, shown),
          null);
    }
    if (PROTECTED.matcher(text).find()) {
      return new Remote.Push.Elsewhere(false, "the branch is protected (" + shown + ")");
    }
    if (MOVED.matcher(text).find()) {
      return new Remote.Push.Elsewhere(true, "the branch moved on meanwhile");
    }
    if (BUSY.matcher(text).find()) {
      throw new RetryLater(host + " could not take the push now: " + shown, null);
    }
    throw new NeedsPerson(
        "%s refuses the push. The work is safe here. It says: %s".formatted(host, shown), null);
  }

  private static String message(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}

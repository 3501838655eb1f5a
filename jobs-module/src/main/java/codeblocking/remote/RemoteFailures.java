package codeblocking.remote;

import codeblocking.job.NeedsPerson;
import codeblocking.job.RetryLater;
import java.io.EOFException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
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
  // Whether a proxy's limit is one of time, or whoever holds a lock leaves, only time tells.
  private static final Set<Integer> TIME_CURES = Set.of(408, 409, 421, 423, 425, 429);
  // Of the remote, unlike the limits on what is pushed.
  private static final Pattern DISK =
      Pattern.compile("no space left on device|disk quota exceeded|disk (is )?full");
  private static final Pattern SECRET = Pattern.compile("secret|gitguardian|credential leak");
  private static final Pattern SIZE =
      Pattern.compile(
          "gh001|large file|file size limit|exceed|too large|larger than|maximum allowed size");
  private static final Pattern PROTECTED =
      Pattern.compile(
          "gh006|gh013|protected branch|protected ref|repository rule violations|pull request"
              + "|not allowed to push code|branch restrict|prohibited by|branch is locked");

  private RemoteFailures() {}

  /** Of an exchange that failed. */
  static RemoteFailure of(Exception failure, Trail trail, String host) {
    int status = trail.status();
    return switch (status) {
      case 401 ->
          person(
              FailureClass.CREDENTIAL,
              ("%s wants a sign-in, or refused the one it got (401). Store a credential for %s that"
                      + " may write to the repository.")
                  .formatted(host, host),
              failure);
      case 403 -> forbidden(failure, trail, host);
      case 404, 410 ->
          person(
              FailureClass.GONE,
              ("%s has no such repository, or hides it from this credential (%d). Store a"
                      + " credential for %s, or give the project another remote.")
                  .formatted(host, status, host),
              failure);
      case 413 ->
          person(
              FailureClass.POLICY,
              host + " takes no push of this size (413). Make the files smaller, or ignore them.",
              failure);
      case 301, 302, 303, 307, 308 ->
          person(
              FailureClass.GONE,
              ("%s says that the repository moved (%d)%s. Redirects are not followed: give the"
                      + " project its new address.")
                  .formatted(host, status, where(trail)),
              failure);
      default -> others(failure, trail, host);
    };
  }

  /** GitHub says 403 too when it limits the rate, and then when to come again. */
  private static RemoteFailure forbidden(Exception failure, Trail trail, String host) {
    if (trail.retryAfter().isPresent()) {
      return new RemoteFailure(
          FailureClass.BUSY, host + " asks for fewer requests (403)", trail.retryAfter(), failure);
    }
    return person(
        FailureClass.CREDENTIAL,
        "%s refuses the access (403). Store a credential for %s that may write to the repository."
            .formatted(host, host),
        failure);
  }

  private static String where(Trail trail) {
    String location = trail.location();
    return location == null
        ? ""
        : " to " + RemoteText.clean(location.replaceFirst("/info/refs\\?.*$", ""));
  }

  private static RemoteFailure others(Exception failure, Trail trail, String host) {
    String ofObjects = ofObjects(failure, host);
    if (ofObjects != null) {
      return person(FailureClass.POLICY, ofObjects, failure);
    }
    int status = trail.status();
    if (status == 429) {
      return new RemoteFailure(
          FailureClass.BUSY, host + " asks for fewer requests (429)", trail.retryAfter(), failure);
    }
    if (status >= 500) {
      // 500 is about this repository as often as about the host; the gateway's are about the host.
      FailureClass kind = status == 500 ? FailureClass.BUSY : FailureClass.AWAY;
      return new RemoteFailure(
          kind,
          "%s has a failure of its own (%d)".formatted(host, status),
          trail.retryAfter(),
          failure);
    }
    if (status / 100 == 4 && !TIME_CURES.contains(status)) {
      return person(
          FailureClass.POLICY,
          "%s refuses the request (%d). The work is safe here; a try by itself would change nothing."
              .formatted(host, status),
          failure);
    }
    if (noRepository(failure)) {
      return person(
          FailureClass.GONE,
          "%s has no repository at this address: %s"
              .formatted(host, RemoteText.clean(message(failure))),
          failure);
    }
    return new RemoteFailure(
        ofTheNetwork(failure) ? FailureClass.AWAY : FailureClass.BUSY,
        "%s could not be reached, or the connection broke: %s"
            .formatted(host, RemoteText.clean(message(failure))),
        Optional.empty(),
        failure);
  }

  private static RemoteFailure person(FailureClass kind, String words, Exception cause) {
    return RemoteFailure.of(kind, words, cause);
  }

  private static boolean noRepository(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof NoRemoteRepositoryException) {
        return true;
      }
    }
    return false;
  }

  /** Told apart from a failure of our own disk, which says nothing about the host. */
  private static boolean ofTheNetwork(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String name = cause.getClass().getName();
      if (name.startsWith("java.net.")
          || name.startsWith("javax.net.ssl.")
          || cause instanceof EOFException
          || cause instanceof java.io.InterruptedIOException
          // Java has no class for an answer that breaks off.
          || "Premature EOF".equals(cause.getMessage())) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable String ofObjects(Exception failure, String host) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof TooLargeObjectInPackException
          || cause instanceof TooLargePackException) {
        return "The repository on " + host + " is larger than this server takes";
      }
      if (cause instanceof BoundedAnswer.TooLong) {
        return "%s %s, which is all that this server takes in one answer"
            .formatted(host, message(cause));
      }
      if (cause instanceof CorruptObjectException) {
        return "The repository on %s holds an object that git refuses: %s"
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
    RejectedFiles files = RejectedFiles.of(messages);
    if (SECRET.matcher(text).find()) {
      if (!files.isEmpty()) {
        return new Remote.Push.Without(files, host + " refuses it, since it holds a secret");
      }
      throw new NeedsPerson(
          ("%s refuses the push, since it holds a secret. The work is safe here. Take the secret"
                  + " out of the files and of commits not yet pushed, then save again. It says: %s")
              .formatted(host, shown),
          null);
    }
    if (DISK.matcher(text).find()) {
      throw new RetryLater(host + " has no room for the push now: " + shown, null);
    }
    if (SIZE.matcher(text).find()) {
      return new Remote.Push.Without(files, host + " refuses it, since it is too large");
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

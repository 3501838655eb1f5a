package codeblocking.remote;

/**
 * What failed at a remote, told apart by what cures it.
 *
 * <p>AWAY and BUSY are tried again by themselves, with growing pauses; the return of a host that
 * was AWAY ends them all at once, a host that is BUSY says itself when. CREDENTIAL and GONE wait
 * for a person, since a retry would only be refused again, and a stored credential or a new address
 * lets them go on. POLICY is about content: what is refused is left out, and where that cannot be
 * told, a person must change it. CONFLICT waits for nothing: another ref takes the save.
 */
enum FailureClass {
  AWAY,
  BUSY,
  CREDENTIAL,
  GONE,
  POLICY,
  CONFLICT;

  boolean timeCures() {
    return switch (this) {
      case AWAY, BUSY -> true;
      case CREDENTIAL, GONE, POLICY, CONFLICT -> false;
    };
  }

  /** Whether the host was there to say so. */
  boolean answered() {
    return switch (this) {
      case AWAY -> false;
      case BUSY, CREDENTIAL, GONE, POLICY, CONFLICT -> true;
    };
  }
}

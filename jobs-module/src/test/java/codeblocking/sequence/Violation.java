package codeblocking.sequence;

/** An invariant does not hold. */
final class Violation extends AssertionError {
  Violation(String what) {
    super(what);
  }
}

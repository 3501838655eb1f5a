package codeblocking.sequence;

/** The process ends in the middle of whatever it does: nobody may catch this. */
final class ServerKilled extends Error {
  ServerKilled() {
    super("kill -9", null, false, false);
  }
}

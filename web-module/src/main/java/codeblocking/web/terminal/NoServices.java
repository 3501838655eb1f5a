package codeblocking.web.terminal;

/**
 * What a thread has for a class loader while a connection is opened, or a message sent.
 *
 * <p>Payara 6 schedules a task for each of them, also where there is no idle timeout to watch
 * (Tyrus 2.1.5.payara-p2, {@code TyrusSession.restartIdleTimeoutExecutor}), and for each task looks
 * for services in every library that the thread's class loader knows. That takes longer than all
 * else; in this one there is nothing to look through.
 */
final class NoServices {
  private static final ClassLoader LOADER = new ClassLoader(null) {};

  private NoServices() {}

  /** From here on, on this thread. */
  static void enter() {
    Thread.currentThread().setContextClassLoader(LOADER);
  }
}

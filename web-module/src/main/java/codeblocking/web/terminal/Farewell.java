package codeblocking.web.terminal;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Runs when the process is told to end, beside the server's own end: that closes the port before it
 * takes the application down, and clients would see a broken connection where they are owed a 1001.
 */
@Singleton
public class Farewell {
  private @Nullable Thread hook;

  void before(Runnable action) {
    Thread thread = new Thread(action, "farewell");
    hook = thread;
    Runtime.getRuntime().addShutdownHook(thread);
  }

  /** An application that is only undeployed must leave no hook behind. */
  @PreDestroy
  void forget() {
    Thread thread = hook;
    if (thread != null) {
      try {
        Runtime.getRuntime().removeShutdownHook(thread);
      } catch (IllegalStateException e) {
        // The process is ending: the hook is at work.
      }
    }
  }
}

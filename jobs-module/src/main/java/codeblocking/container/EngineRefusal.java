package codeblocking.container;

import java.io.IOException;

/** The engine answered a raw request with an error. */
final class EngineRefusal extends IOException {
  private final int status;

  EngineRefusal(int status, String message) {
    super(message);
    this.status = status;
  }

  int status() {
    return status;
  }
}

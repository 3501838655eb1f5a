package codeblocking.web.terminal;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** One client's WebSocket. Nothing here blocks; {@code sent} hears once whether it went out. */
interface Connection {
  void text(String message, Consumer<Boolean> sent);

  void binary(ByteBuffer message, Consumer<Boolean> sent);

  void ping();

  /** Idempotent. */
  void close(int code, String reason);
}

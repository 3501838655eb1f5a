package codeblocking.terminal;

import codeblocking.container.LiveContainer;

/** Hears how far a container is. Called on others' threads: must not block. */
public interface ReadinessListener {
  /**
   * Not there yet.
   *
   * @param stage such as {@code queued} or {@code starting}
   * @param millis since it was asked for
   */
  void progress(String stage, long millis);

  /**
   * It runs.
   *
   * @param warm it ran before it was asked for, or came from the pool
   */
  void ready(LiveContainer container, boolean warm);

  /**
   * It will not be.
   *
   * @param reason in words
   * @param closeCode of the WebSocket (CONTRACT §4)
   */
  void failed(String reason, int closeCode);
}

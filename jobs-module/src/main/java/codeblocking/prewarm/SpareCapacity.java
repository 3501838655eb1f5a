package codeblocking.prewarm;

/** Whether there is something to spare that no click waits for. */
public interface SpareCapacity {
  boolean spare(String environment);
}

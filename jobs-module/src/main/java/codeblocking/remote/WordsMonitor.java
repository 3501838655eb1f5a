package codeblocking.remote;

import java.util.function.Consumer;
import org.eclipse.jgit.lib.BatchingProgressMonitor;

/** Progress in words, such as {@code Receiving objects: 42 %}. */
final class WordsMonitor extends BatchingProgressMonitor {
  private final Consumer<String> words;

  WordsMonitor(Consumer<String> words) {
    this.words = words;
  }

  @Override
  protected void onUpdate(String task, int done, java.time.Duration duration) {
    words.accept(RemoteText.clean(task) + ": " + done);
  }

  @Override
  protected void onEndTask(String task, int done, java.time.Duration duration) {
    words.accept(RemoteText.clean(task) + ": " + done);
  }

  @Override
  protected void onUpdate(
      String task, int done, int total, int percent, java.time.Duration duration) {
    words.accept("%s: %d %%".formatted(RemoteText.clean(task), percent));
  }

  @Override
  protected void onEndTask(
      String task, int done, int total, int percent, java.time.Duration duration) {
    words.accept("%s: %d %%".formatted(RemoteText.clean(task), percent));
  }
}

package codeblocking.brokenonpurpose;

import java.io.File;
import org.jspecify.annotations.Nullable;

@SuppressWarnings("UnusedVariable")
class BrokenRule {
  private @Nullable File file;
}

package codeblocking.save;

import java.io.IOException;
import java.util.Collection;
import java.util.List;

/** Which commits descend from which. */
public interface History {
  /** Whether {@code ancestor} is {@code descendant} or among what it descends from. */
  boolean contains(String descendant, String ancestor) throws IOException;

  /** Commits reachable from {@code tip} and from none of {@code known}; at most {@code most}. */
  List<String> beyond(String tip, Collection<String> known, int most) throws IOException;
}

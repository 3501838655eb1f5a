package codeblocking.workspace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Goes along with a walk, so that each directory is watched from before it is read. */
interface Trail {
  /** Nobody goes along. */
  Trail NONE =
      new Trail() {
        @Override
        public void enter(Path name) {
          // Nobody.
        }

        @Override
        public void leave() {
          // Nobody.
        }

        @Override
        public void again(List<String> path) {
          // Nobody.
        }
      };

  /** The walk is about to read the entries of a directory in the one before. */
  void enter(Path name) throws IOException;

  void leave();

  /** What is there could not be read; the next walk shall look again. */
  void again(List<String> path);
}

@NullMarked
package codeblocking.cleanup;

import org.jspecify.annotations.NullMarked;

@NullMarked
package codeblocking.queue;

import org.jspecify.annotations.NullMarked;

@NullMarked
package codeblocking.launch;

import org.jspecify.annotations.NullMarked;

@NullMarked
package codeblocking.lifeline;

import org.jspecify.annotations.NullMarked;

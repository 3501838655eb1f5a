@NullMarked
package codeblocking.trend;

import org.jspecify.annotations.NullMarked;

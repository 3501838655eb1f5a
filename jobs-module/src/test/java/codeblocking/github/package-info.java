@NullMarked
package codeblocking.github;

import org.jspecify.annotations.NullMarked;

@NullMarked
package codeblocking.job;

import org.jspecify.annotations.NullMarked;

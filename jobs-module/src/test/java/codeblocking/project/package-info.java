@NullMarked
package codeblocking.project;

import org.jspecify.annotations.NullMarked;

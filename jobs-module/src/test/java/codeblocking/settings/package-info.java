@NullMarked
package codeblocking.settings;

import org.jspecify.annotations.NullMarked;

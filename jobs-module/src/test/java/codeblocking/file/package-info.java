/** Tests. */
@NullMarked
package codeblocking.file;

import org.jspecify.annotations.NullMarked;

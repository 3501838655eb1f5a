/** Random sequences of what users, the engine and the server do, under which S2 and S3 hold. */
@NullMarked
package codeblocking.sequence;

import org.jspecify.annotations.NullMarked;

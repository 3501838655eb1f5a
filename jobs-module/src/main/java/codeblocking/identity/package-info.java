/** Who is calling: bearer tokens, local keys, tickets. */
@NullMarked
package codeblocking.identity;

import org.jspecify.annotations.NullMarked;

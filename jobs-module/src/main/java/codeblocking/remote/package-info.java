/** Git remotes: which are allowed, how they are reached, and what their refusals mean. */
@NullMarked
package codeblocking.remote;

import org.jspecify.annotations.NullMarked;

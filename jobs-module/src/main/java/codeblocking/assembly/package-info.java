/**
 * Puts the parts together inside the application server, starts them in order and stops them in
 * order. Knows everybody; nobody knows it.
 */
@NullMarked
package codeblocking.assembly;

import org.jspecify.annotations.NullMarked;

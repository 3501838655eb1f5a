/**
 * What black-box tests and benchmarks share: the product started as a stranger would, and small
 * clients.
 */
@NullMarked
package codeblocking.system.kit;

import org.jspecify.annotations.NullMarked;

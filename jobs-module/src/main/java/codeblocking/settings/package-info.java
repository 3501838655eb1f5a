/**
 * Configuration: every key of the product, its default, and what is allowed.
 *
 * <p>When a value is wrong, the start shall stop with one line that names the key, the value and
 * what is allowed. Knows nobody.
 */
@NullMarked
package codeblocking.settings;

import org.jspecify.annotations.NullMarked;

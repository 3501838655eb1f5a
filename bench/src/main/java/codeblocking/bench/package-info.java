/**
 * How long a person waits, side by side with the alternative in the same run, interleaved. Numbers
 * and ratios only: nothing here passes or fails.
 */
@NullMarked
package codeblocking.bench;

import org.jspecify.annotations.NullMarked;

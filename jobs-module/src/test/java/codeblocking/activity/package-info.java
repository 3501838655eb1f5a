/** When a workspace is in use. */
@NullMarked
package codeblocking.activity;

import org.jspecify.annotations.NullMarked;

/** Tests. */
@NullMarked
package codeblocking.web;

import org.jspecify.annotations.NullMarked;

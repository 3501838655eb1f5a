/** Lists that come a page at a time. */
@NullMarked
package codeblocking.page;

import org.jspecify.annotations.NullMarked;

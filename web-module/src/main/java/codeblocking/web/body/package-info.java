/** What goes in and out: bounded bodies, ids, pages, JSON. */
@NullMarked
package codeblocking.web.body;

import org.jspecify.annotations.NullMarked;

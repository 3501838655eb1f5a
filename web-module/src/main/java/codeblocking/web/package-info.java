/** All that talks to a browser. */
@NullMarked
package codeblocking.web;

import org.jspecify.annotations.NullMarked;

/** Credentials for git hosts: they go in, and never come out. */
@NullMarked
package codeblocking.web.credential;

import org.jspecify.annotations.NullMarked;

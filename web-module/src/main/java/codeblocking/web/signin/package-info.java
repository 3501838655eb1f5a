/**
 * Lets callers in, at one place for every path.
 *
 * <ul>
 *   <li>1. When a call under {@code /api} has no valid bearer token or cookie, it shall end here.
 *   <li>2. When a write comes by cookie, its {@code Origin} shall be that of our own pages.
 *   <li>3. When a page is opened with a token in its address, the token shall move into a cookie
 *       and leave the address; it shall never be logged.
 * </ul>
 */
@NullMarked
package codeblocking.web.signin;

import org.jspecify.annotations.NullMarked;

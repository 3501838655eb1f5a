/** Whether this server is alive and ready. */
@NullMarked
package codeblocking.web.health;

import org.jspecify.annotations.NullMarked;

/** The built-in git host: smart HTTP on bare repositories of ours; the only user of JGit here. */
@NullMarked
package codeblocking.web.git;

import org.jspecify.annotations.NullMarked;

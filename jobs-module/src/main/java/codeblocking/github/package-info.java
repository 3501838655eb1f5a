/**
 * GitHub's API, of github.com or of an installation of one's own, as a user's credential sees it.
 *
 * <ol>
 *   <li>When a credential is sent, it shall be to the configured API alone: its scheme, host and
 *       port; no redirect and no link of an answer leads elsewhere (S8).
 *   <li>When GitHub limits requests, nobody shall wait inside: the caller is told when to come
 *       again.
 *   <li>When a token lacks the right to push, it shall be said before the first push fails.
 *   <li>When a repository was renamed, its new address shall be found.
 *   <li>When an import names no environment, its main language shall choose among those that are
 *       configured; not knowing it keeps nobody waiting for more than moments.
 * </ol>
 *
 * <p>The client library stays in here.
 */
@NullMarked
package codeblocking.github;

import org.jspecify.annotations.NullMarked;

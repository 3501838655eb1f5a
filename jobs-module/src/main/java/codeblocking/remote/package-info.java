/**
 * Git remotes: which are allowed, how they are reached, and what their refusals mean.
 *
 * <ol>
 *   <li>When a URL is given for import or push, it shall be taken only if its scheme, host and port
 *       are listed ({@code codeblocking.import.hosts}); a host listed without a port must have
 *       public addresses only.
 *   <li>When a connection is made, it shall go to an address that was judged for this very
 *       connection: a name that is bound anew in between leads nowhere.
 *   <li>When a credential is sent, it shall be to the scheme, host and port that it is for; a
 *       redirect is refused (S8).
 *   <li>When a push was answered, or its answer lost, what the remote has shall be read back (S1).
 *   <li>When a remote refuses or fails, it shall be told apart whether time, a person or another
 *       ref helps.
 *   <li>No push shall be forced (S9).
 * </ol>
 */
@NullMarked
package codeblocking.remote;

import org.jspecify.annotations.NullMarked;

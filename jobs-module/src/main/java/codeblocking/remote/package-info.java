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
 *       ref helps ({@link codeblocking.remote.FailureClass}); a remote that says when to come again
 *       is heeded, in seconds or as a date.
 *   <li>When a host does not answer again and again, one exchange now and then shall find out
 *       whether it does, and all others be put off at once, without a try counted; when it answers,
 *       all that waited go on.
 *   <li>When a host swallows what it is sent, it shall not keep all workers; and none of them for
 *       longer than {@link codeblocking.remote.SlowestRemote} says, whether it trickles or reads
 *       nothing.
 *   <li>When a host sends more than {@link codeblocking.remote.BoundedAnswer} takes, or claims to,
 *       the exchange shall end and say so, before memory or disk is used up.
 *   <li>When a push is refused for single files, they shall be named where the remote names them.
 *   <li>When a repository was moved within its host and the host's API says where to, the project
 *       shall follow.
 *   <li>No push shall be forced (S9).
 * </ol>
 */
@NullMarked
package codeblocking.remote;

import org.jspecify.annotations.NullMarked;

/**
 * Secrets of users for git hosts: encrypted at rest, sent to their host only, never returned (S8).
 */
@NullMarked
package codeblocking.credential;

import org.jspecify.annotations.NullMarked;

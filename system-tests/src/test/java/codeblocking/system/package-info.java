/**
 * The product as a stranger sees it: over HTTP, WebSocket, the git and the docker command lines,
 * with the contract as the only source. Nothing here knows the inside.
 *
 * <p>One class for each area, names as sentences. Most classes use the server of {@link
 * codeblocking.system.Shared} and overlap, each with users of its own; what pauses lanes or fills
 * limits uses {@link codeblocking.system.SecondServer}, one class at a time; what kills servers
 * starts its own. {@link codeblocking.system.LastlyIT} looks for leaks. The log of each server
 * stays in {@code target/server-logs}.
 *
 * <p>One class alone: {@code mvn -pl system-tests -am verify -Dit.test=TerminalIT
 * -Dfailsafe.failIfNoSpecifiedTests=false}.
 */
@NullMarked
package codeblocking.system;

import org.jspecify.annotations.NullMarked;

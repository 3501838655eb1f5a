/**
 * The warm pool: containers that are ready before anybody asks, for each environment.
 *
 * <ol>
 *   <li>When a container is claimed, the claim shall go before every refill, and shall wait for
 *       none: an empty pool answers at once that it has none. While some are ready, the refill
 *       shall wait for a second, so that the page of who clicked comes first.
 *   <li>When containers are taken, as many shall be kept ready as were asked for within one of the
 *       last minutes, between the environment's minimum and its maximum; when demand falls, one
 *       after the other goes, at uneven intervals.
 *   <li>When making one fails again and again, or cannot succeed, it shall be tried less and less
 *       often, one at a time, until one succeeds; the reason is told in words.
 *   <li>When an operator pauses an environment, no more are made for it; what is ready is still
 *       given away.
 *   <li>When a spare ends, it shall be replaced, and never be given away.
 *   <li>When the server stops, no spare shall stay; what a killed one left goes at the next start.
 * </ol>
 */
@NullMarked
package codeblocking.pool;

import org.jspecify.annotations.NullMarked;

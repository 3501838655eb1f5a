package codeblocking.container;

import java.util.List;

/**
 * This instance's containers.
 *
 * @param complete false: the engine did not tell all, so nothing may be concluded from absence
 *     (S10)
 */
public record ContainerList(List<LiveContainer> containers, boolean complete) {}

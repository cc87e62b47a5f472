package dev.drawbridge.decide;

/**
 * How many pods a Deployment has, as its status says.
 *
 * @param ofThisTemplate those that were made from the template that it has now
 * @param isCurrent whether the status speaks of the Deployment as it is written now
 */
public record PodCounts(int all, int ofThisTemplate, boolean isCurrent) {}

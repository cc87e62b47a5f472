package dev.drawbridge.decide;

import java.time.Instant;

/**
 * When a hold began, as far as this process has seen it.
 *
 * @param generation the Deployment's generation then: it tells one hold from the next
 */
public record HoldStart(Instant at, long generation) {}

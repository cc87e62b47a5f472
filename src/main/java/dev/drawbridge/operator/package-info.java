/**
 * Wiring: the reconcilers, what wakes them, the configuration, leader election, health and metrics.
 * What to do is decided in {@code decide}, and done in {@code act}.
 */
@NullMarked
package dev.drawbridge.operator;

import org.jspecify.annotations.NullMarked;

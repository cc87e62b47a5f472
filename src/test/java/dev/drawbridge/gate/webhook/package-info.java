/** The webhook: what it understands, how it serves, and what it does with what is broken. */
@NullMarked
package dev.drawbridge.gate.webhook;

import org.jspecify.annotations.NullMarked;

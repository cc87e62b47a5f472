/**
 * The hold rule: one table of cases, run against the Java rule and against the admission policy.
 */
@NullMarked
package dev.drawbridge.gate;

import org.jspecify.annotations.NullMarked;

/** What a runner says, whole and torn. */
@NullMarked
package dev.drawbridge.report;

import org.jspecify.annotations.NullMarked;

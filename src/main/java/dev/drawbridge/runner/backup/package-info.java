/**
 * The backup of a run: where it lies, how it is proved whole, which older ones go. May use {@code
 * runner.database}, {@code runner.plan}, {@code runner.process} and {@code runner.tool}.
 */
@NullMarked
package dev.drawbridge.runner.backup;

import org.jspecify.annotations.NullMarked;

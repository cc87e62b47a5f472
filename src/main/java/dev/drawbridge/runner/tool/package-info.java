/**
 * The user's own tools, as far as the containers before and after them have to do with them: what a
 * tool needs to connect, whether it is to be left out, what it said, and what it has reached. May
 * use {@code runner.database}, {@code runner.plan} and {@code runner.process}. Starts nothing.
 */
@NullMarked
package dev.drawbridge.runner.tool;

import org.jspecify.annotations.NullMarked;

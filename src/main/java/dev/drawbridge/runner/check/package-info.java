/**
 * Checks before and after the migration. May use {@code process}, {@code database} and the splitter
 * of {@code script}.
 */
@NullMarked
package dev.drawbridge.runner.check;

import org.jspecify.annotations.NullMarked;

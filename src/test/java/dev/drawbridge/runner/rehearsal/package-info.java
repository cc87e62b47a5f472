/** Tests of {@code runner.rehearsal}. */
@NullMarked
package dev.drawbridge.runner.rehearsal;

import org.jspecify.annotations.NullMarked;

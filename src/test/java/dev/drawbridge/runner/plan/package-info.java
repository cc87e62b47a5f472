/** Tests of {@code runner.plan}. */
@NullMarked
package dev.drawbridge.runner.plan;

import org.jspecify.annotations.NullMarked;

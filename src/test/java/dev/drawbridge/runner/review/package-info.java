/** The rules about scripts, by cases: {@code src/test/resources/review}. */
@NullMarked
package dev.drawbridge.runner.review;

import org.jspecify.annotations.NullMarked;

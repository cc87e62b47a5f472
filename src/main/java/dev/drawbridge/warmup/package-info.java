/**
 * Plays a moment of each command while the image is built, so that the JVM can write a cache of
 * what it has loaded and linked. There is neither a cluster nor a database then. Nothing else uses
 * this package.
 */
@NullMarked
package dev.drawbridge.warmup;

import org.jspecify.annotations.NullMarked;

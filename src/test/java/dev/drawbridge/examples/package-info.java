/** The examples of {@code manifests/examples}, applied: what they show is known to work. */
@NullMarked
package dev.drawbridge.examples;

import org.jspecify.annotations.NullMarked;

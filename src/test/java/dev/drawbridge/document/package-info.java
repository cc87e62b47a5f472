/**
 * What the documents promise: their links lead somewhere, and their commands do what they say. The
 * pages are read here, and walked through as a reader would. No knowledge of what the commands do.
 */
@NullMarked
package dev.drawbridge.document;

import org.jspecify.annotations.NullMarked;

/** What users write, read and written back. */
@NullMarked
package dev.drawbridge.api;

import org.jspecify.annotations.NullMarked;

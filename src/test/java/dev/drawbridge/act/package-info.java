/** Jobs and patches, compared with golden files. */
@NullMarked
package dev.drawbridge.act;

import org.jspecify.annotations.NullMarked;

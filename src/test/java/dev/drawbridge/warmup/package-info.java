/** That the rehearsals of the image's build come to their end. */
@NullMarked
package dev.drawbridge.warmup;

import org.jspecify.annotations.NullMarked;

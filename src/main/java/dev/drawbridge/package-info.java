/**
 * The program: one jar, one image, two commands. The packages below are the design; each says what
 * may live in it.
 */
@NullMarked
package dev.drawbridge;

import org.jspecify.annotations.NullMarked;

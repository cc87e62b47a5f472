/** Tests of the rules for pods that wait by themselves. */
@NullMarked
package dev.drawbridge.gate.pod;

import org.jspecify.annotations.NullMarked;

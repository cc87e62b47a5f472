/** Tests of the line between runner and operator. */
@NullMarked
package dev.drawbridge.report;

import org.jspecify.annotations.NullMarked;

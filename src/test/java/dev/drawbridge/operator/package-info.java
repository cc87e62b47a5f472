/** The real operator, against the mock API server and against a real one: the same tests. */
@NullMarked
package dev.drawbridge.operator;

import org.jspecify.annotations.NullMarked;

/**
 * A verdict, done: the only package that writes to the cluster. Each write is conditional or can be
 * repeated, so that a process may die between any two.
 */
@NullMarked
package dev.drawbridge.act;

import org.jspecify.annotations.NullMarked;

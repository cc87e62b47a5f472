/**
 * The way back by undo scripts: which ones, in which order, and what is told of them. May use the
 * database, the scripts and the histories; applies nothing.
 */
@NullMarked
package dev.drawbridge.runner.undo;

import org.jspecify.annotations.NullMarked;

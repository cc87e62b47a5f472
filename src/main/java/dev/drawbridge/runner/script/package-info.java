/**
 * Scripts as text: where they come from, their names, their statements, and the rules that need no
 * database. May use {@code process}; no SQL connection.
 */
@NullMarked
package dev.drawbridge.runner.script;

import org.jspecify.annotations.NullMarked;

/**
 * What people ask of the operator and of the gate: {@code approve}, {@code retry} and {@code
 * break-glass}. Each is annotations on what they have looked at, written with their own rights; the
 * API server decides whether they may.
 */
@NullMarked
package dev.drawbridge.command.request;

import org.jspecify.annotations.NullMarked;

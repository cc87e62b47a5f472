/**
 * What all commands for people share: where they write, and what they say when they are called in a
 * way that cannot be meant.
 */
@NullMarked
package dev.drawbridge.command.terminal;

import org.jspecify.annotations.NullMarked;

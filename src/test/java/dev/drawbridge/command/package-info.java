/** The commands for people, each as a process of its own. */
@NullMarked
package dev.drawbridge.command;

import org.jspecify.annotations.NullMarked;

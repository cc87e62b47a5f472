/** Manifests as people keep them in files: for the commands, and for the sandbox. */
@NullMarked
package dev.drawbridge.command.manifest;

import org.jspecify.annotations.NullMarked;

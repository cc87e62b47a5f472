/** Manifests as people keep them in files. */
@NullMarked
package dev.drawbridge.command.manifest;

import org.jspecify.annotations.NullMarked;

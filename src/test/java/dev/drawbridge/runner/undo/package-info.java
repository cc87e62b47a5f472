@NullMarked
package dev.drawbridge.runner.undo;

import org.jspecify.annotations.NullMarked;

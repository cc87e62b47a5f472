@NullMarked
package dev.drawbridge.runner.backup;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.drawbridge.runner.tool;

import org.jspecify.annotations.NullMarked;

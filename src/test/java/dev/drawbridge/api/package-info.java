/** What people may write, as a real API server sees it. */
@NullMarked
package dev.drawbridge.api;

import org.jspecify.annotations.NullMarked;

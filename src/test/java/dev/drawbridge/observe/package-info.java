/** What the cluster shows, read into views. */
@NullMarked
package dev.drawbridge.observe;

import org.jspecify.annotations.NullMarked;

/** What is given to people: the jar, the zip, the bill of materials and the image. */
@NullMarked
package dev.drawbridge.packaging;

import org.jspecify.annotations.NullMarked;

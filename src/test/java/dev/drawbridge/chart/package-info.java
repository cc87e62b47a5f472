/** The Helm chart, rendered by Helm itself, and what is rendered from it for those without Helm. */
@NullMarked
package dev.drawbridge.chart;

import org.jspecify.annotations.NullMarked;

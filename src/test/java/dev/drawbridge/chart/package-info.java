/** The Helm chart, rendered by Helm itself and compared with the manifests. */
@NullMarked
package dev.drawbridge.chart;

import org.jspecify.annotations.NullMarked;

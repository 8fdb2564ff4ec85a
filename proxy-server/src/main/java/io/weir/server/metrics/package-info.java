/** What the program counts and measures, for Prometheus. {@code docs/metrics.md} lists all of it. */
@NullMarked
package io.weir.server.metrics;

import org.jspecify.annotations.NullMarked;

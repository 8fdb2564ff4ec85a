/**
 * The kit of the tests that see Weir from outside, as a process ({@code integration-tests}) or as an image
 * ({@code integration-tests/containers}): raw connections, scrapes of the metrics, HTTP pages, bounded waits.
 *
 * <p>Failures are {@link java.lang.AssertionError}s; a connection that the other side breaks fails with an
 * {@link java.io.IOException}. The kit knows no class of Weir and depends on the JDK only. {@code proxy-core} has a kit of its
 * own, {@code io.weir.testing.wire}, because its tests are built before this module and see classes of Weir.
 */
@NullMarked
package io.weir.kit;

import org.jspecify.annotations.NullMarked;

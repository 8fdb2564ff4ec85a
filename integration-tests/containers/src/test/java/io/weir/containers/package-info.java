/**
 * Tests of the image: each runs it in a container, among real servers and clients in containers of their own, and looks at it as who
 * operates it does.
 *
 * <p>Whatever a test starts it closes; what is left over all the same, {@link io.weir.containers.Docker} removes at the next start. A test
 * waits for conditions within a generous limit, never for a time. Which promise of README.md is held by which test is told in
 * {@code PROMISES.md}.
 */
package io.weir.containers;

/**
 * The contract of {@link io.weir.connection.Connection}, as tests that run on the real connection and on the fake one by which sessions are tested.
 *
 * <p>Each interface here holds the promises of one concern as tests; a class that implements them gives them a {@link
 * io.weir.testing.connection.ConnectionRig}.
 */
@NullMarked
package io.weir.testing.connection;

import org.jspecify.annotations.NullMarked;

/**
 * The contract of {@link io.weir.connection.Peer}, as tests that run on the real connection and on the fake one by which sessions are tested.
 *
 * <p>Each interface here holds the promises of one concern as tests; a class that implements them gives them a {@link
 * io.weir.testing.peer.PeerRig}.
 */
@NullMarked
package io.weir.testing.peer;

import org.jspecify.annotations.NullMarked;

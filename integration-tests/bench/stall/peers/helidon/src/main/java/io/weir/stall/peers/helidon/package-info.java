/** Helidon as a reverse proxy, in a module of its own. */
@NullMarked
package io.weir.stall.peers.helidon;

import org.jspecify.annotations.NullMarked;

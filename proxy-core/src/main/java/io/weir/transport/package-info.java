/** Sockets: the only code that knows Netty's channels, and that turns their events into session calls. */
@NullMarked
package io.weir.transport;

import org.jspecify.annotations.NullMarked;

/** Bytes that pass both ways unread: TCP relays, and connections that have changed to another protocol. */
@NullMarked
package io.weir.tunnel;

import org.jspecify.annotations.NullMarked;

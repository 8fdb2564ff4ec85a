/** Clients and servers that follow a script over real sockets, and a proxy between them that must hold nothing at the end. */
@NullMarked
package io.weir.testing.wire;

import org.jspecify.annotations.NullMarked;

/**
 * HTTP/1 on the wire (RFC 9112): parses heads in place, composes heads, follows chunked bodies. Works on bytes; sockets, sessions and exchanges
 * are not known here, and nothing here is known to a class that serves every version.
 */
@NullMarked
package io.weir.http1;

import org.jspecify.annotations.NullMarked;

/**
 * HTTP/1 heads and body framing, in place on the bytes of a leased buffer: the rules of RFC 9110 and RFC 9112,
 * strictly.
 */
@NullMarked
package io.weir.http;

import org.jspecify.annotations.NullMarked;

/**
 * The client of a request, as the request and its connection tell it: {@code X-Forwarded-*} and {@code Forwarded} (RFC 7239), and the peers that are
 * trusted to write them. Knows heads of any version; how a version writes fields is not known here.
 */
@NullMarked
package io.weir.forwarded;

import org.jspecify.annotations.NullMarked;

/**
 * The part of HTTP that every version shares: heads as positions in a leased buffer, field rules and edits, the normal form of a path, and our
 * own responses. Rules are those of RFC 9110, strictly. The bytes of a version on the wire, and connections, are not known here.
 */
@NullMarked
package io.weir.http;

import org.jspecify.annotations.NullMarked;

/** Proof that a proxy's HTTP/1.1 is hardened: hostile messages, the duties of an intermediary, and slow clients. */
@NullMarked
package io.weir.conformance;

import org.jspecify.annotations.NullMarked;

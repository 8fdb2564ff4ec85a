/** The server behind the proxies: a process of its own, with capped send buffers. */
@NullMarked
package io.weir.stall.origin;

import org.jspecify.annotations.NullMarked;

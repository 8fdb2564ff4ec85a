/** Everything that clients and servers do to a proxy, mixed, for as long as is wanted: it must come to rest as it began. */
@NullMarked
package io.weir.stall.soak;

import org.jspecify.annotations.NullMarked;

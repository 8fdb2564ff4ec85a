/** Other proxies of the JVM: as few lines as each needs to forward HTTP, with room for as many connections as come. */
@NullMarked
package io.weir.stall.peers;

import org.jspecify.annotations.NullMarked;

/** Spring Cloud Gateway as a reverse proxy, in a module of its own. */
@NullMarked
package io.weir.stall.peers.spring;

import org.jspecify.annotations.NullMarked;

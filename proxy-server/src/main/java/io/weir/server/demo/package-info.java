/** {@code weir demo}: servers, clients and the proxy between them, all in one process, to be looked at. */
@NullMarked
package io.weir.server.demo;

import org.jspecify.annotations.NullMarked;

/**
 * Metrics, health and status over HTTP. Its own event loop and its own memory: it answers when the proxy's buffers are all in
 * use, which is when somebody looks.
 */
@NullMarked
package io.weir.server.admin;

import org.jspecify.annotations.NullMarked;

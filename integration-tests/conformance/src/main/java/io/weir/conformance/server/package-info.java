/** What stands behind the proxies: real servers, scripted ones, and the tap that records what they are sent. */
@NullMarked
package io.weir.conformance.server;

import org.jspecify.annotations.NullMarked;

/** PROXY protocol, versions 1 and 2: what a proxy tells the next of the client, before the client's own bytes. */
@NullMarked
package io.weir.proxyprotocol;

import org.jspecify.annotations.NullMarked;

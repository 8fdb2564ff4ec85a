package io.weir.transport;

import java.net.InetSocketAddress;

/**
 * The addresses that a header of PROXY protocol has told for a connection.
 *
 * @param client address of the client that the other side speaks for
 * @param called address that the client connected to
 */
record Introduced(InetSocketAddress client, InetSocketAddress called) {}

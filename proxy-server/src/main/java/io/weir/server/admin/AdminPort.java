package io.weir.server.admin;

import io.netty.channel.Channel;

/**
 * What the connections of one way to the admin listener stand on.
 *
 * @param way how its callers come
 * @param gate judges their heads
 * @param writes does what they may have done
 * @param renderings makes its long pages
 * @param audit tells of it
 * @param refusals counts
 */
record AdminPort(Peer.Way way, Gate gate, Writes writes, Renderings renderings, Audit audit, Refusals refusals) {

    Peer peer(Channel connection) {
        return Peer.over(way, connection);
    }
}

package io.weir.session;

import io.weir.backend.Server;
import io.weir.connection.Connector;
import io.weir.connection.Opening;
import io.weir.exchange.BackStreams;
import io.weir.exchange.LoopResources;
import io.weir.exchange.RequestEdits;
import io.weir.exchange.Spares;
import io.weir.http.Head;
import io.weir.http1.HeadComposer;
import io.weir.http1.HeadParser;
import java.nio.ByteBuffer;

/**
 * The streams to servers that speak HTTP/1, on one event loop: one at a time on each connection. Lends them and uses them again, since one is half
 * a dozen objects. Confined to that loop.
 */
final class Http1Backs implements BackStreams {

    private final Connector connector;
    private final Http1Codec codec;
    private final Spares<Http1Back> spares;

    Http1Backs(LoopResources loop, Connector connector, Http1Codec codec) {
        this.connector = connector;
        this.codec = codec;
        spares = new Spares<>(giveBack -> new Http1Back(giveBack, loop, codec));
    }

    // Hardly any edits add more than the room in front of the head. Only those are written to find out.
    @Override
    public boolean fits(Head head, ByteBuffer bytes, RequestEdits edits) {
        int start = HeadParser.restoredStart(head);
        int room = codec.roomBefore(start);
        int mostAdded = Http1Codec.OWN_LINES
                + Http1Codec.serverAuthority(head, edits).length
                + HeadComposer.mostAdded(head, edits.forwarding(), edits.upgradeFields(), edits.path(), edits.fields());
        return mostAdded <= room
                || (codec.compose(head, bytes, edits) && codec.composer.length() <= room + head.end() - start);
    }

    @Override
    public boolean reuse(Server server, Client client) {
        Http1Back back = lend();
        back.asksFor(client);
        boolean found = connector.reuse(server, back);
        if (!found) {
            spares.giveBack(back);
        }
        return found;
    }

    @Override
    public Opening open(Server server, Client client) {
        Http1Back back = lend();
        back.asksFor(client);
        return back.opens(connector.open(server, back));
    }

    /** Lends a stream that carries nothing. It comes back by itself when it is over. */
    Http1Back lend() {
        return spares.lend();
    }
}

package io.weir.session;

import io.weir.exchange.Exchange;
import io.weir.exchange.PhaseTimer;
import io.weir.forwarded.Forwarding;
import io.weir.http.Head;
import io.weir.http1.Http1Head;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/** The session that {@link Http1Requests} reads for. Confined to its event loop. */
interface RequestsOwner extends CurrentExchange {

    /** The first byte of a head is here, or about to be read. */
    Exchange beginExchange();

    /** The timer of the connection while no exchange has its whole head. */
    PhaseTimer phase();

    /** What is known of the client. */
    Forwarding forwarding();

    /** For whose sake buffers are held. */
    InetAddress client();

    /** Waits for the next request, or takes up what the client has sent of it. */
    void next();

    /** Waits for the next request no longer than a drain does. */
    void hurry();

    /** Reads which change of protocol a request offers: it makes the head longer that a server gets. Borrows the bytes. */
    void readUpgrade(Head head, ByteBuffer bytes);

    /** The head of a request is here, and its exchange takes it. */
    void onHead(Http1Head head);

    /** The client has ended its bytes: it wants no answer, unless its request is whole. */
    void onEnd();
}

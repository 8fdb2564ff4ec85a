package io.weir.exchange;

import io.weir.buffer.WaitClass;

/**
 * The side of an exchange that a message comes from: the client's for the request, the server's for the response. It belongs to one message at
 * a time, and holds at most one buffer. Confined to the event loop of its exchange.
 *
 * <p>Reading has one purpose at a time; asking for another replaces it. What arrives is told to the flow of that message, never from within a
 * call of this interface, except where said.
 */
interface Source {

    /** Wants the next bytes of the message, in a buffer of this urgency. */
    void read(WaitClass urgency);
}

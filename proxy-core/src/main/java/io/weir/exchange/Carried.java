package io.weir.exchange;

import io.weir.connection.SinkEvents;
import io.weir.http.Method;
import java.net.InetAddress;

/** The exchange that a {@link BackStream} carries, as the stream sees it. Confined to the event loop of the exchange. */
public interface Carried {

    /** The method of the request, which decides whether its response has a body. */
    Method method();

    /** For whose sake buffers are held. */
    InetAddress client();

    /** The flow of the request, which hears what becomes of the bytes that go to the server. */
    SinkEvents sent();

    /** The flow of the response. */
    ResponseEvents response();

    /** The server asks the client to log the connection in. */
    void logIn();

    /** The server has sent more than the response. */
    void onUnsolicited();

    /** A buffer that is held at the server's side without progress is needed by others. */
    void onServerEvicted();

    /** Code of ours has thrown what it should not have. */
    void onBug(Throwable cause);
}

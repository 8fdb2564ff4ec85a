package io.weir.reason;

/** How an exchange ended, or why a connection was refused, other than by a breach of HTTP. */
public enum Ending implements Reason {
    /** As it should. */
    DONE("done", Side.PROXY, 0),
    /** The request is an OPTIONS that was to be answered by who got it after so many others. */
    MAX_FORWARDS("max-forwards", Side.PROXY, 200),
    /** No route matches the request. */
    NO_ROUTE("no-route", Side.PROXY, 404),
    /** The client has as many connections as one may have. */
    CLIENT_LIMIT("client-limit", Side.FRONT, 0),
    /** A connection that was to begin with a header of PROXY protocol came from a peer that is not trusted. */
    PROXY_PROTOCOL_UNTRUSTED("proxy-protocol-untrusted", Side.FRONT, 0),
    /** A connection that was to begin with a header of PROXY protocol began with something else. */
    PROXY_PROTOCOL_BAD("proxy-protocol-bad", Side.FRONT, 0),
    /** The client went away before its exchange was over. */
    CLIENT_ABORT("client-abort", Side.FRONT, 0),
    /** The client did not finish its request head in time. */
    REQUEST_HEAD_TIMEOUT("request-head-timeout", Side.FRONT, 408),
    /** The client did not go on with its request body in time. */
    REQUEST_IDLE_TIMEOUT("request-idle-timeout", Side.FRONT, 408),
    /** The request body is larger than its route allows. */
    BODY_TOO_LARGE("body-too-large", Side.FRONT, 413),
    /** The client was too slow with its request body. */
    REQUEST_TOO_SLOW("request-too-slow", Side.FRONT, 408),
    /** The client did not take its response. */
    CLIENT_STALL_TIMEOUT("client-stall-timeout", Side.FRONT, 0),
    /** A client did not take what was in a buffer, nor send what it lacked, and others waited for buffers. */
    CLIENT_EVICTED("client-evicted", Side.FRONT, 503),
    /** A server did not take what was in a buffer, and others waited for buffers. */
    SERVER_EVICTED("server-evicted", Side.BACK, 503),
    /**
     * No room was left for what has to be kept: a request that was half-sent or waited for a server, or the rest of an answer of our own that
     * the client did not take.
     */
    PARKING_FULL("parking-full", Side.PROXY, 503),
    /** All buffers were in use for too long. */
    BUFFER_TIMEOUT("buffer-timeout", Side.PROXY, 503),
    /** All slots of the servers were taken for too long. */
    SLOT_TIMEOUT("slot-timeout", Side.PROXY, 503),
    /** The backend has no server that takes traffic. */
    NO_SERVER("no-server", Side.PROXY, 503),
    /** The process has no file descriptor for a connection to a server. */
    NO_SOCKET("no-socket", Side.PROXY, 503),
    /** The name of the server was unknown when it was looked up, at start. */
    UNKNOWN_SERVER_NAME("unknown-server-name", Side.BACK, 502),
    /** No server could be reached. */
    CONNECT_FAILED("connect-failed", Side.BACK, 502),
    /** No server answered the attempt to connect in time. */
    CONNECT_TIMEOUT("connect-timeout", Side.BACK, 504),
    /** The server closed the connection before its response was complete. */
    SERVER_CLOSED("server-closed", Side.BACK, 502),
    /** The server did not begin its response in time. */
    RESPONSE_HEAD_TIMEOUT("response-head-timeout", Side.BACK, 504),
    /** The server sent far too many interim responses (1xx) and no final one. */
    TOO_MANY_INTERIM("too-many-interim", Side.BACK, 502),
    /** The server did not go on with its response in time. */
    RESPONSE_IDLE_TIMEOUT("response-idle-timeout", Side.BACK, 504),
    /** The server did not take the request body. */
    SERVER_STALL_TIMEOUT("server-stall-timeout", Side.BACK, 504),
    /** The server changes to a protocol that it was not offered, or before the request was sent. */
    UPGRADE_REFUSED("upgrade-refused", Side.BACK, 502),
    /** Nothing went through the tunnel for too long. */
    TUNNEL_IDLE_TIMEOUT("tunnel-idle-timeout", Side.PROXY, 0),
    /** Weir was told to stop, and the time for that was over. */
    DRAIN_TIMEOUT("drain-timeout", Side.PROXY, 503),
    /** The configuration under which the exchange or tunnel began was replaced, and the time of those that began under it was over, or too many were in use. */
    OLD_GENERATION("old-generation", Side.PROXY, 503),
    /** A bug of Weir. Nothing is sent any more, whatever has been: code that has failed once is not asked for a page. */
    BUG("bug", Side.PROXY, 0);

    private final String word;
    private final Side side;
    private final int status;

    Ending(String word, Side side, int status) {
        this.word = word;
        this.side = side;
        this.status = status;
    }

    @Override
    public String word() {
        return word;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public Side side() {
        return side;
    }
}

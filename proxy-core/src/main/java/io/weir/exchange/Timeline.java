package io.weir.exchange;

import io.weir.backend.Server;
import io.weir.http.Head;
import io.weir.http.HttpVersion;
import io.weir.reason.Ending;
import io.weir.reason.Reason;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The story of one exchange: what was asked, by whom, who answered, what each phase took and how it ended. Its durations are real time:
 * where the process was stopped, they are longer than the deadlines that were judged by the time of the loop.
 *
 * <p>One object for many exchanges, one after the other. An observer reads it during its call and keeps nothing of it.
 */
public final class Timeline {

    /** The time of what did not happen. */
    public static final long NEVER = -1;

    private static final InetSocketAddress NOBODY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final KeptLine line;

    private long session;
    private String listener = "";
    private InetSocketAddress peer = NOBODY;
    private InetSocketAddress client = NOBODY;
    private HttpVersion version = HttpVersion.UNKNOWN;

    private long number;
    private long startNanos;
    private long startMillis;
    private String backend = "";
    private @Nullable Server server;
    private int attempts;
    private boolean reused;
    private int status;
    private Reason reason = Ending.DONE;
    private long requestBytes;
    private long responseBytes;
    private long bytesBeforeStatus;
    private long bufferWaitNanos;
    private long slotWaitNanos;
    private long connectNanos = NEVER;
    private long timeToFirstByteNanos = NEVER;
    private long endNanos;

    /** A timeline of no exchange yet. */
    public Timeline(LoopResources loop) {
        this(loop.keptLine());
    }

    Timeline(KeptLine line) {
        this.line = line;
    }

    /** Number of the session, unique in the process. */
    public long session() {
        return session;
    }

    /** Number of the exchange in its session, from 1. */
    public long number() {
        return number;
    }

    /** Name of the listener. */
    public String listener() {
        return listener;
    }

    /** Address of the client, by the word of a trusted peer if there is one; its port is 0 if that is not known. */
    public InetSocketAddress client() {
        return client;
    }

    /** Address of the other end of the front connection: the client, or who speaks for it. */
    public InetSocketAddress peer() {
        return peer;
    }

    /** Wall clock at the first byte, in milliseconds since 1970. */
    public long startMillis() {
        return startMillis;
    }

    /**
     * The method as received, also of a head that was refused or not sent to its end, as far as it could be read; empty for TCP, and unless
     * {@link ExchangeObserver#wantsRequestLines()}.
     */
    public String method() {
        return line.method();
    }

    /**
     * The request target as received, or what could be read of it before the head was refused, cut off at about 2,000 bytes, or at about 250
     * where little memory is left for such lines; empty as {@link #method()} is.
     */
    public String target() {
        return line.target();
    }

    /** The version of HTTP that the client speaks; unknown if the head was refused before it was read, and for TCP. */
    public HttpVersion version() {
        return version;
    }

    /** Name of the backend; empty if none was chosen. */
    public String backend() {
        return backend;
    }

    /** Name of the server of the last attempt; empty if there was none. */
    public String server() {
        Server chosen = server;
        return chosen == null ? "" : chosen.name();
    }

    /** How many servers were tried. */
    public int attempts() {
        return attempts;
    }

    /** Whether the last attempt used a back connection that had served before. */
    public boolean reused() {
        return reused;
    }

    /** Status of the final response of which the client's socket has taken a byte; 0 if there is none, and for TCP. */
    public int status() {
        return status;
    }

    /** How it ended. */
    public Reason reason() {
        return reason;
    }

    /** Bytes received from the client: heads, framing and bodies. */
    public long requestBytes() {
        return requestBytes;
    }

    /** Bytes that the client's socket has taken: heads, framing and bodies. */
    public long responseBytes() {
        return responseBytes;
    }

    /** Time in line for buffers, all waits of both flows added. */
    public long bufferWaitNanos() {
        return bufferWaitNanos;
    }

    /** Time in line for a slot of a server. */
    public long slotWaitNanos() {
        return slotWaitNanos;
    }

    /** Time to connect to servers, all attempts added; {@link #NEVER} if no connect was attempted, as where a connection was reused. */
    public long connectNanos() {
        return connectNanos;
    }

    /** From the first byte of the request to the first byte of a server's response; {@link #NEVER} if no server sent one. */
    public long timeToFirstByteNanos() {
        return timeToFirstByteNanos;
    }

    /** From the first byte of the request to the end. */
    public long totalNanos() {
        return endNanos - startNanos;
    }

    /** The end, by {@link io.weir.time.Ticker#SYSTEM}. */
    public long endNanos() {
        return endNanos;
    }

    /** Of which session the next exchanges are told. */
    public void belongsTo(long toldSession, String toldListener, InetSocketAddress toldPeer) {
        session = toldSession;
        listener = toldListener;
        peer = toldPeer;
        client = toldPeer;
    }

    /** A new exchange begins with its first byte. It is that of this number in its session. */
    public void begin(long toldNumber, long nowNanos, long nowMillis) {
        number = toldNumber;
        startNanos = nowNanos;
        startMillis = nowMillis;
        line.drop();
        version = HttpVersion.UNKNOWN;
        backend = "";
        server = null;
        attempts = 0;
        reused = false;
        status = 0;
        reason = Ending.DONE;
        requestBytes = 0;
        responseBytes = 0;
        bytesBeforeStatus = 0;
        bufferWaitNanos = 0;
        slotWaitNanos = 0;
        connectNanos = NEVER;
        timeToFirstByteNanos = NEVER;
    }

    /** The other end of the connection speaks for this client. */
    public void speaksFor(InetSocketAddress told) {
        client = told;
    }

    /** Keeps what could be read of the request line of {@code head}, which may be refused or incomplete. Borrows its bytes. */
    public void asked(ByteBuffer bytes, Head head) {
        if (head.hasMethod()) {
            asked(bytes, head.methodStart(), head.methodEnd(), head.targetStart(), head.targetEnd(), head.version());
        }
    }

    /** Keeps method and target, which lie in {@code bytes}, until {@link #forgetLine()}. Borrows the bytes. */
    void asked(ByteBuffer bytes, int methodStart, int methodEnd, int targetStart, int targetEnd, HttpVersion spoken) {
        version = spoken;
        line.keep(bytes, methodStart, methodEnd, targetStart, targetEnd);
    }

    /** Forgets all that belongs to others: the exchange has ended and been told. */
    void forget() {
        forgetLine();
        peer = NOBODY;
        client = NOBODY;
        server = null;
    }

    /** Forgets method and target: the exchange has ended and been told. */
    void forgetLine() {
        line.drop();
    }

    void chose(String chosenBackend) {
        backend = chosenBackend;
    }

    void attempted(Server chosen) {
        server = chosen;
        attempts++;
        reused = false;
    }

    public void reusedConnection() {
        reused = true;
    }

    /** The final response has this status. Told before its bytes are. */
    public void answered(int code) {
        status = code;
        bytesBeforeStatus = responseBytes;
    }

    public void received(int bytes) {
        requestBytes += bytes;
    }

    public void sent(int bytes) {
        responseBytes += bytes;
    }

    /** So many bytes, told as sent, have not left. */
    public void unsent(int bytes) {
        responseBytes -= bytes;
    }

    public void waitedForBuffer(long nanos) {
        bufferWaitNanos += nanos;
    }

    void waitedForSlot(long nanos) {
        slotWaitNanos += nanos;
    }

    void connectedAfter(long nanos) {
        connectNanos = connectNanos == NEVER ? nanos : connectNanos + nanos;
    }

    public void firstByte(long nowNanos) {
        if (timeToFirstByteNanos == NEVER) {
            timeToFirstByteNanos = nowNanos - startNanos;
        }
    }

    public void end(Reason ending, long nowNanos) {
        reason = ending;
        endNanos = nowNanos;
        if (responseBytes <= bytesBeforeStatus) {
            status = 0;
        }
    }
}

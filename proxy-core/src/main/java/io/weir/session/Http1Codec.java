package io.weir.session;

import io.netty.buffer.ByteBuf;
import io.weir.buffer.Lease;
import io.weir.exchange.RequestEdits;
import io.weir.http.DateLine;
import io.weir.http.Head;
import io.weir.http.ParseResult;
import io.weir.http1.HeadComposer;
import io.weir.http1.HeadLimits;
import io.weir.http1.HeadParser;
import io.weir.http1.Http1Head;
import io.weir.time.Ticker;
import java.nio.ByteBuffer;

/**
 * What it takes to parse and compose the heads of HTTP/1 on one event loop, and where they lie in their buffers. Confined to that loop.
 *
 * <p>A head is parsed and edited in the buffer that it was read into: so much room is left in front of it that the edited one fits (ADR 0007).
 */
public final class Http1Codec {

    // Most room at the beginning of a buffer for what an edited head is longer than the one received.
    private static final int MAX_HEADROOM = 2048;

    // Of it, what no head may take: room for the lines that Weir adds by itself, which are forwarding fields, Via, Date
    // and Connection.
    static final int OWN_LINES = 512;

    private static final byte[] NO_AUTHORITY = {};

    // One parsed head at a time: it is used up before the method that parsed it returns.
    final Http1Head head = new Http1Head();
    HeadParser parser;

    /** Parses heads that were accepted before: it leaves no room for edits, since a reload may have changed how much that is. */
    private final HeadParser again;

    final HeadComposer composer;
    final DateLine date = new DateLine(Ticker::wallClockMillis);

    /** Where a head begins in its buffer, as long as it leaves bytes behind it. */
    private final int headroom;

    /** Where a longer one begins. */
    private int leastHeadroom;

    private final int bufferSize;
    private final int fields;

    /**
     * A codec for buffers of this size.
     *
     * @param editBytes how many bytes longer the edits of a route make a head at most
     * @param fields most field lines of a head
     */
    public Http1Codec(int bufferSize, int editBytes, int fields) {
        this.bufferSize = bufferSize;
        this.fields = fields;
        headroom = maxHeadroom(bufferSize);
        leastHeadroom = leastHeadroom(bufferSize, editBytes);
        parser = parser(bufferSize, editBytes, fields);
        again = new HeadParser(new HeadLimits(fields, bufferSize));
        composer = new HeadComposer(bufferSize, date);
    }

    /** Leaves room from now on for edits that make a head longer by up to {@code editBytes}. A head that is partly read by then is refused if it does not fit. */
    void leaveRoomForEdits(int editBytes) {
        leastHeadroom = leastHeadroom(bufferSize, editBytes);
        parser = parser(bufferSize, editBytes, fields);
    }

    private static HeadParser parser(int bufferSize, int editBytes, int fields) {
        return new HeadParser(new HeadLimits(fields, largestHead(bufferSize, editBytes)));
    }

    /** How many bytes longer the edits of a route may make a head, in buffers of that size. */
    public static int roomForEdits(int bufferSize) {
        return Math.max(0, maxHeadroom(bufferSize) - OWN_LINES);
    }

    /** Bytes of the largest head, in buffers of that size and with routes that make a head longer by so many bytes at most. */
    public static int largestHead(int bufferSize, int editBytes) {
        return bufferSize - leastHeadroom(bufferSize, editBytes);
    }

    private static int leastHeadroom(int bufferSize, int editBytes) {
        return Math.min(OWN_LINES + editBytes, maxHeadroom(bufferSize));
    }

    private static int maxHeadroom(int bufferSize) {
        return Math.min(MAX_HEADROOM, bufferSize / 4);
    }

    /** Where a head begins in a buffer of that capacity if so many bytes of it are there, and there are more to come. */
    int headStart(int length, int capacity) {
        return headroom + length < capacity ? headroom : leastHeadroom;
    }

    /** Where a message of so many bytes begins in a buffer of that capacity if nothing follows it: with as much room for its head as can be. */
    private int messageStart(int length, int capacity) {
        return roomBefore(capacity - length);
    }

    /** Begins an empty buffer, which it borrows, for a message of so many bytes that has been kept outside buffers. */
    void place(ByteBuf buffer, int length) {
        int start = messageStart(length, buffer.capacity());
        buffer.setIndex(start, start);
    }

    /** Parses the head of a request at the beginning of {@code message}, which it borrows and which has been parsed before. */
    Head parseAgain(ByteBuf message) {
        ParseResult result =
                again.parseRequest(Lease.memory(message), message.readerIndex(), message.writerIndex(), head);
        if (result != ParseResult.COMPLETE) {
            throw new IllegalStateException("head: " + result + " (expected: complete as before)");
        }
        return head;
    }

    /** Bytes by which a head that begins at {@code start} can grow, now and after it has been parked. */
    int roomBefore(int start) {
        return Math.min(headroom, start);
    }

    /** Composes the request that a server gets. Borrows the bytes. Returns false if it does not fit. */
    boolean compose(Head request, ByteBuffer bytes, RequestEdits edits) {
        return composer.request(
                request,
                bytes,
                serverAuthority(request, edits),
                edits.forwarding(),
                edits.upgradeFields(),
                edits.path(),
                edits.fields());
    }

    /** The authority of the server where the client names none; empty for all other requests. */
    static byte[] serverAuthority(Head request, RequestEdits edits) {
        return request.hasTargetAuthority() || request.hasHost() ? NO_AUTHORITY : edits.serverAuthority();
    }

    /**
     * Puts the head that has just been composed where {@code head} is in {@code bytes}, which it borrows: the new head ends where the other did, so
     * that the bytes behind need not move.
     *
     * @param fits whether it has been composed whole
     * @return where it begins, or -1 if there is no room for it
     */
    int placeHead(ByteBuffer bytes, Head head, boolean fits) {
        int start = fits ? head.end() - composer.length() : -1;
        if (start >= 0) {
            bytes.put(start, composer.array(), 0, composer.length());
        }
        return Math.max(start, -1);
    }
}

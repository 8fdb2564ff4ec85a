package io.weir.exchange;

import io.weir.backend.Server;
import io.weir.buffer.Parking;
import io.weir.http.HttpVersion;
import io.weir.reason.Reason;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Timelines as sessions would have told them, for those who observe sessions. */
public final class Timelines {

    private static final long ROOM = 1 << 20;
    private static final long SESSION = 7;
    private static final long START_MILLIS = 1_769_860_800_123L;
    private static final long START_NANOS = 1_000_000_000;

    private final Timeline timeline;

    private Timelines(Timeline timeline) {
        this.timeline = timeline;
        timeline.begin(1, START_NANOS, START_MILLIS);
    }

    /** A timeline that began at 2026-01-31T12:00:00.123Z as the first exchange of session 7. */
    public static Timelines of(String listener, InetSocketAddress client) {
        Timeline timeline = new Timeline(new KeptLine(new Parking(ROOM), KeptLine.MOST_BYTES));
        timeline.belongsTo(SESSION, listener, client);
        return new Timelines(timeline);
    }

    public Timelines asked(String method, String target, HttpVersion version) {
        ByteBuffer bytes = ByteBuffer.wrap((method + " " + target).getBytes(StandardCharsets.ISO_8859_1));
        int targetStart = method.length() + 1;
        timeline.asked(bytes, 0, method.length(), targetStart, bytes.limit(), version);
        return this;
    }

    public Timelines chose(String backend) {
        timeline.chose(backend);
        return this;
    }

    public Timelines attempted(Server server) {
        timeline.attempted(server);
        return this;
    }

    public Timelines reusedConnection() {
        timeline.reusedConnection();
        return this;
    }

    public Timelines answered(int status, int received, int sent) {
        timeline.answered(status);
        timeline.received(received);
        timeline.sent(sent);
        return this;
    }

    public Timelines waited(long bufferNanos, long slotNanos, long connectNanos) {
        timeline.waitedForBuffer(bufferNanos);
        timeline.waitedForSlot(slotNanos);
        timeline.connectedAfter(connectNanos);
        return this;
    }

    public Timelines firstByteAfter(long nanos) {
        timeline.firstByte(START_NANOS + nanos);
        return this;
    }

    /** Ends it at a moment by the monotonic clock. */
    public Timeline endedAt(long nanos, Reason reason) {
        timeline.end(reason, nanos);
        return timeline;
    }

    public Timeline endedAfter(long nanos, Reason reason) {
        timeline.end(reason, START_NANOS + nanos);
        return timeline;
    }
}

package io.weir.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.buffer.PoolLevel;
import io.weir.connection.Connector;
import io.weir.http.ParseResult;
import io.weir.http1.HeadLimits;
import io.weir.http1.HeadParser;
import io.weir.http1.Http1Head;
import io.weir.reason.Ending;
import io.weir.settings.Protocol;
import io.weir.testing.FakeOpenings;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A target for Jazzer: one session, of HTTP or of TCP, and any order of events on its two connections, in its pool and on its clock.
 * Whatever happens, no more than the buffers that there are is leased, no code of ours throws, what a server gets is whole requests one
 * after the other, what passes a relay is what was sent; and once the session has ended nothing is held, wanted, parked or counted.
 *
 * <p>Input: a byte of choices, then events: a byte that says which, and what that event takes.
 */
public final class SessionFuzz {

    private static final List<String> PIECES = List.of(
            "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /a HTTP/1.0\r\n\r\n",
            "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n",
            "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 8\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n",
            "GET /c HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n",
            "GET / HTTP/1.1\r\n",
            "Host: a\r\n\r\n",
            "\r\n",
            "body",
            "4\r\nbody\r\n",
            "0\r\n\r\n",
            "5;a=b\r\nbo",
            "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody",
            "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nbody",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
            "HTTP/1.1 200 OK\r\n\r\n",
            "HTTP/1.1 204 No\r\n\r\n",
            "HTTP/1.1 100 Continue\r\n\r\n",
            "HTTP/1.1 103 Early\r\nA: b\r\n\r\n",
            "HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n",
            "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 2",
            "x".repeat(2_000),
            "y".repeat(5_000));

    private static final int TCP = 1;
    private static final int NOTHING_PARKED = 2;
    private static final int NO_QUOTA = 4;
    private static final int MORE_BUFFERS = 8;
    private static final int EVENTS = 26;
    private static final int ROOM_UNIT = 100;
    private static final int MOST_EVENTS = 200;

    private final byte[] input;
    private final int buffers;
    private final SessionBench bench;
    private final boolean tcp;
    private final List<FakeConnection> backs = new ArrayList<>();
    private final List<StringBuilder> sentToBacks = new ArrayList<>();
    private final StringBuilder fromFront = new StringBuilder();
    private final StringBuilder toFront = new StringBuilder();
    private final StringBuilder fromBack = new StringBuilder();
    private int connected;
    private boolean slotTaken;
    private boolean isTold;
    private int at = 1;

    private SessionFuzz(byte[] input) {
        this.input = input;
        int choices = input[0];
        tcp = (choices & TCP) != 0;
        buffers = (choices & MORE_BUFFERS) == 0 ? 1 : 3;
        FakeLoop loop = new FakeLoop(
                buffers, (choices & NO_QUOTA) == 0 ? buffers : 0, (choices & NOTHING_PARKED) == 0 ? 1 << 20 : 0);
        bench = new SessionBench(tcp ? Protocol.TCP : Protocol.HTTP, loop);
    }

    /** Called by Jazzer for every input. Throws if there is something wrong. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length > 1) {
            new SessionFuzz(input).run();
        }
    }

    private void run() {
        for (int events = 0; at < input.length && events < MOST_EVENTS; events++) {
            event(Math.floorMod(input[at++], EVENTS));
            bench.loop.runTasks();
            PoolLevel level = bench.level();
            assertThat(level.leased()).as("leased").isBetween(0, buffers);
            assertThat(level.stalled()).as("stalled").isBetween(0, buffers);
        }
        collectWritten();
        if (slotTaken) {
            bench.returnSlot();
        }
        bench.end();
        assertThat(bench.level().stalled()).as("stalled").isZero();
        assertThat(bench.loop.endings).doesNotContain(Ending.BUG);
        if (tcp) {
            assertThat(fromFront.toString()).startsWith(sentToBacks.isEmpty() ? "" : sentToBacks.get(0));
            assertThat(fromBack.toString()).startsWith(toFront);
        } else {
            sentToBacks.forEach(sent -> assertRequests(sent.toString()));
        }
    }

    private void event(int which) {
        switch (which) {
            case 0 -> arrive(bench.front, fromFront, piece());
            case 1 -> arrive(back(), fromBack, piece());
            case 2 -> arrive(bench.front, fromFront, literal());
            case 3 -> arrive(back(), fromBack, literal());
            case 4 -> connect();
            case 5 -> failToConnect();
            case 6 -> bench.front.stall();
            case 7 -> drain(bench.front);
            case 8 -> onBack(FakeConnection::stall);
            case 9 -> onBack(SessionFuzz::drain);
            case 10 -> bench.front.fillUp();
            case 11 -> makeRoom(bench.front);
            case 12 -> onBack(FakeConnection::fillUp);
            case 13 -> onBack(this::makeRoom);
            case 14 -> bench.hold();
            case 15 -> release();
            case 16 -> bench.pass(Duration.ofMillis(100L * argument()));
            case 17 -> end(bench.front);
            case 18 -> onBack(SessionFuzz::end);
            case 19 -> breakOff(bench.front);
            case 20 -> onBack(SessionFuzz::breakOff);
            case 21 -> turn();
            case 22 -> bench.loop.pool.evict(Duration.ZERO, Integer.MAX_VALUE, Duration.ZERO);
            case 23 -> toggleSlot();
            case 24 -> stop();
            default -> onBack(FakeConnection::disturb);
        }
    }

    private void arrive(@Nullable FakeConnection peer, StringBuilder log, String bytes) {
        if (peer != null && isOpen(peer) && !peer.hasEndedInput()) {
            log.append(bytes);
            peer.arrive(bytes);
        }
    }

    private void connect() {
        FakeOpenings.Attempt<Connector.Client> attempt = pendingAttempt();
        if (attempt != null) {
            connected = bench.loop.connector.attempts.size();
            FakeConnection back = bench.connect();
            backs.add(back);
            sentToBacks.add(new StringBuilder());
        }
    }

    private void failToConnect() {
        FakeOpenings.Attempt<Connector.Client> attempt = pendingAttempt();
        if (attempt != null) {
            connected = bench.loop.connector.attempts.size();
            attempt.client.onConnectFailed();
        }
    }

    private FakeOpenings.@Nullable Attempt<Connector.Client> pendingAttempt() {
        List<FakeOpenings.Attempt<Connector.Client>> attempts = bench.loop.connector.attempts;
        if (attempts.size() == connected || bench.loop.connector.lastAttempt().isCancelled()) {
            return null;
        }
        return bench.loop.connector.lastAttempt();
    }

    private void release() {
        bench.release();
        turn();
    }

    // The loop comes round: buffers that were granted are collected, sockets that can be read are.
    private void turn() {
        turn(bench.front);
        onBack(this::turn);
    }

    private void turn(FakeConnection peer) {
        if (isOpen(peer)) {
            peer.collectGrant();
        }
        if (isOpen(peer)) {
            peer.turn();
        }
    }

    private static void drain(FakeConnection peer) {
        if (isOpen(peer)) {
            peer.drain();
        }
    }

    private void makeRoom(FakeConnection peer) {
        int bytes = ROOM_UNIT * (1 + argument());
        if (isOpen(peer)) {
            peer.makeRoom(bytes);
        }
    }

    private static void end(FakeConnection peer) {
        if (isOpen(peer)) {
            peer.endInput();
        }
    }

    private static void breakOff(FakeConnection peer) {
        if (isOpen(peer)) {
            peer.breakOff();
        }
    }

    private void toggleSlot() {
        if (slotTaken) {
            slotTaken = false;
            bench.returnSlot();
        } else if (bench.server.active() == 0) {
            slotTaken = true;
            bench.takeSlot();
        }
    }

    // The first time asks for an end, the next says that the time for it is over.
    private void stop() {
        if (isTold) {
            bench.session.cutShort(Ending.DRAIN_TIMEOUT);
        } else {
            isTold = true;
            bench.session.drain();
        }
    }

    private void onBack(Consumer<FakeConnection> action) {
        FakeConnection back = back();
        if (back != null && isOpen(back)) {
            action.accept(back);
        }
    }

    private @Nullable FakeConnection back() {
        return backs.isEmpty() ? null : backs.get(backs.size() - 1);
    }

    private static boolean isOpen(FakeConnection peer) {
        return !peer.isClosed();
    }

    private int argument() {
        return at < input.length ? input[at++] & 0x7f : 0;
    }

    private String piece() {
        return PIECES.get(argument() % PIECES.size());
    }

    private String literal() {
        int length = Math.min(argument() % 32, input.length - at);
        String text = new String(input, at, length, StandardCharsets.ISO_8859_1);
        at += length;
        return text;
    }

    private void collectWritten() {
        toFront.append(bench.front.written());
        for (int i = 0; i < backs.size(); i++) {
            sentToBacks.get(i).append(backs.get(i).written());
        }
    }

    // Whole requests one after the other; the last may have been broken off.
    private static void assertRequests(String sent) {
        ByteBuffer bytes = ByteBuffer.wrap(sent.getBytes(StandardCharsets.ISO_8859_1));
        HeadParser parser = new HeadParser(new HeadLimits(200, 16 * 1024));
        Http1Head head = new Http1Head();
        Body body = Body.ofRequests();
        int from = 0;
        while (from < bytes.limit()) {
            ParseResult result = parser.parseRequest(bytes, from, bytes.limit(), head);
            assertThat(result).as("request at %d of %s", from, sent).isNotEqualTo(ParseResult.VIOLATION);
            if (result == ParseResult.INCOMPLETE || head.hasUpgrade()) {
                return;
            }
            body.begin(head.framing(), head.contentLength());
            from = body.advance(bytes, head.end(), bytes.limit());
            assertThat(body.isViolated()).as("body of %s", sent).isFalse();
        }
    }
}

package io.weir.server.admin;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The open connections of one way to the admin listener, oldest first. Confined to its event loop.
 *
 * <p>Connections that have not sent a whole request, connections that have not taken their answer, and the bytes of these answers are bounded.
 * At a bound the new connection takes the place of another, so that a health check is answered beside any number of clients that
 * neither send nor read. Each half of an exchange has a deadline as well, which single bytes do not move.
 */
final class AdminConnections {
    /*
     * Two bounds instead of one: slow readers must not take the places of connections that are about to ask, nor must half-sent
     * heads push out an answer that is under way. A write that is being done is in neither: there is one at a time for each role, of a caller that had the
     * right to it, and its place is kept free.
     *
     * The connection that gives way is the oldest of the client that has most of them. If it were the oldest of all, a client that opens
     * connections faster than the head of a probe crosses the network would push every probe out before it is heard.
     */

    /** Connections at most, of both kinds. */
    static final int MOST = 64;

    /** Of them, those that have not taken their answer: a quarter. */
    static final int MOST_ANSWERED = 16;

    /** Writes that are done at the same time, or wait for each other: one for each role. */
    private static final int WORKING = 2;

    /** Of them, those that have not sent their request: all but a quarter, and but those of writes. */
    static final int MOST_ASKING = MOST - MOST_ANSWERED - WORKING;

    /** One connection in so many is kept for the Unix socket, if there is one. */
    private static final int SOCKET_PART = 8;

    /** Bytes of answers on the heap; a single answer may be larger. */
    static final int MOST_ANSWER_BYTES = 2 * 1024 * 1024;

    /** From accept to the end of the head, and of the body of a write. */
    static final Duration HEAD_DEADLINE = Duration.ofSeconds(5);

    /** From the end of the request to the last byte of the answer, without the time of a write. */
    static final Duration ANSWER_DEADLINE = Duration.ofSeconds(10);

    private final int mostAnswered;
    private final int mostAsking;
    private final Map<Channel, Future<?>> asking = new LinkedHashMap<>();
    private final Set<Channel> working = new HashSet<>();
    private final Map<Channel, Answer> answered = new LinkedHashMap<>();
    private long answerBytes;

    private record Answer(long bytes, Future<?> deadline) {}

    /** At most so many connections, but one of each kind at least. */
    AdminConnections(int most) {
        mostAnswered = Math.max(1, most * MOST_ANSWERED / MOST);
        mostAsking = Math.max(1, most - mostAnswered - WORKING);
    }

    /** How many of that many connections are for the Unix socket. */
    static int ofSocket(int most) {
        return Math.max(1, most / SOCKET_PART);
    }

    /** A connection has been accepted. */
    void opened(Channel connection) {
        if (asking.size() >= mostAsking) {
            Channel givesWay = oldestOfGreediest(asking.keySet());
            forget(givesWay);
            givesWay.close();
        }
        asking.put(connection, after(HEAD_DEADLINE, connection, connection::close));
        connection.closeFuture().addListener(closed -> forget(connection));
    }

    /** The request of a connection is a write, which is complete and now being done. It has no deadline and gives way to nobody. */
    void works(Channel connection) {
        forget(connection);
        if (connection.isOpen()) {
            working.add(connection);
        }
    }

    /** The head of a connection is complete, or its write is done, and its answer has this many bytes. */
    void answers(Channel connection, long bytes) {
        forget(connection);
        if (!connection.isOpen()) {
            // A head that ends with its connection is told as well. Nobody would forget it again.
            return;
        }
        while (!answered.isEmpty() && (answered.size() >= mostAnswered || answerBytes + bytes > MOST_ANSWER_BYTES)) {
            Channel givesWay = oldestOfGreediest(answered.keySet());
            forget(givesWay);
            abort(givesWay);
        }
        answered.put(connection, new Answer(bytes, after(ANSWER_DEADLINE, connection, () -> abort(connection))));
        answerBytes += bytes;
    }

    /** Closes all, at the end. */
    void closeAll() {
        List.copyOf(asking.keySet()).forEach(Channel::close);
        List.copyOf(answered.keySet()).forEach(Channel::close);
        List.copyOf(working).forEach(Channel::close);
    }

    private void forget(Channel connection) {
        working.remove(connection);
        Future<?> deadline = asking.remove(connection);
        if (deadline != null) {
            deadline.cancel(false);
        }
        Answer answer = answered.remove(connection);
        if (answer != null) {
            answer.deadline().cancel(false);
            answerBytes -= answer.bytes();
        }
    }

    private static Channel oldestOfGreediest(Set<Channel> oldestFirst) {
        Map<String, Integer> counts = new HashMap<>();
        oldestFirst.forEach(connection -> counts.merge(Peer.client(connection), 1, Integer::sum));
        int greediest = Collections.max(counts.values());
        return oldestFirst.stream()
                .filter(connection -> counts.getOrDefault(Peer.client(connection), 0) == greediest)
                .findFirst()
                .orElseThrow();
    }

    // By a reset: after an ordinary close the kernel would keep, outside every bound, what the client does not take.
    private static void abort(Channel connection) {
        if (connection.isOpen()) {
            connection.config().setOption(ChannelOption.SO_LINGER, 0);
            connection.close();
        }
    }

    private static Future<?> after(Duration deadline, Channel connection, Runnable end) {
        return connection.eventLoop().schedule(end, deadline.toMillis(), TimeUnit.MILLISECONDS);
    }
}

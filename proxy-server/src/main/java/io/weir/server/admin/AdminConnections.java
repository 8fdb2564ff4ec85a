package io.weir.server.admin;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The open connections of the admin listener, oldest first. Confined to its event loop.
 *
 * <p>Connections that have not sent a whole head, connections that have not taken their answer, and the bytes of these answers are bounded.
 * At a bound the oldest connection gives way to the new one, so that a health check is answered beside any number of clients that
 * neither send nor read. Each half of an exchange has a deadline as well, which single bytes do not move.
 */
final class AdminConnections {
    /*
     * Two bounds instead of one: slow readers must not take the places of connections that are about to ask, nor must half-sent
     * heads push out an answer that is under way.
     */

    /** Connections at most, of both kinds. */
    static final int MOST = 64;

    /** Of them, those that have not taken their answer: a quarter. */
    static final int MOST_ANSWERED = 16;

    static final int MOST_ASKING = MOST - MOST_ANSWERED;

    /** Bytes of answers on the heap; a single answer may be larger. */
    static final int MOST_ANSWER_BYTES = 2 * 1024 * 1024;

    /** From accept to the end of the head. */
    static final Duration HEAD_DEADLINE = Duration.ofSeconds(5);

    /** From the end of the head to the last byte of the answer. */
    static final Duration ANSWER_DEADLINE = Duration.ofSeconds(10);

    private final int mostAnswered;
    private final int mostAsking;
    private final Map<Channel, Future<?>> asking = new LinkedHashMap<>();
    private final Map<Channel, Answer> answered = new LinkedHashMap<>();
    private long answerBytes;

    private record Answer(long bytes, Future<?> deadline) {}

    /** At most so many connections, but one of each kind at least. */
    AdminConnections(int most) {
        mostAnswered = Math.max(1, most * MOST_ANSWERED / MOST);
        mostAsking = Math.max(1, most - mostAnswered);
    }

    /** A connection has been accepted. */
    void opened(Channel connection) {
        if (asking.size() >= mostAsking) {
            oldest(asking).close();
        }
        asking.put(connection, after(HEAD_DEADLINE, connection, connection::close));
        connection.closeFuture().addListener(closed -> forget(connection));
    }

    /** The head of a connection is complete, and its answer has this many bytes. */
    void answers(Channel connection, long bytes) {
        forget(connection);
        if (!connection.isOpen()) {
            // A head that ends with its connection is told as well. Nobody would forget it again.
            return;
        }
        while (!answered.isEmpty() && (answered.size() >= mostAnswered || answerBytes + bytes > MOST_ANSWER_BYTES)) {
            abort(oldest(answered));
        }
        answered.put(connection, new Answer(bytes, after(ANSWER_DEADLINE, connection, () -> abort(connection))));
        answerBytes += bytes;
    }

    /** Closes all, at the end. */
    void closeAll() {
        List.copyOf(asking.keySet()).forEach(Channel::close);
        List.copyOf(answered.keySet()).forEach(Channel::close);
    }

    private void forget(Channel connection) {
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

    /** Takes the oldest out, for the caller to close. */
    private Channel oldest(Map<Channel, ?> connections) {
        Channel oldest = connections.keySet().iterator().next();
        forget(oldest);
        return oldest;
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

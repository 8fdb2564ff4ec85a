package io.weir.transport;

import io.weir.backend.Server;
import io.weir.exchange.Generations;
import io.weir.socket.BackCount;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The idle back connections of one event loop. Confined to it. */
final class IdleConnections {

    private final TrafficLoop loop;
    private final BackCount count;
    private final Generations generations;
    private final Runnable trimAll;

    // Each idle connection has a place in two lists. In the list of its server the last is used first; in the list of
    // the loop the first is closed first when too many are open.
    private final Map<Server, IdleList<IdleConnection>> ofServers = new HashMap<>();
    private final IdleList<IdleConnection> all = new IdleList<>();
    private volatile boolean trimsSoon;

    /** Idle connections of {@code loop}. {@code count} counts the connections of all loops, and {@code trimAll} has all loops trim theirs soon. */
    IdleConnections(TrafficLoop loop, BackCount count, Generations generations, Runnable trimAll) {
        this.loop = loop;
        this.count = count;
        this.generations = generations;
        this.trimAll = trimAll;
    }

    TrafficLoop loop() {
        return loop;
    }

    /**
     * Takes out the connection to {@code server} that became idle last.
     *
     * @return the connection, which the caller uses or closes; null if none is idle
     */
    @Nullable
    IdleConnection takeLast(Server server) {
        assert loop.inEventLoop();
        IdleList<IdleConnection> list = ofServers.get(server);
        if (list == null || list.isEmpty()) {
            return null;
        }
        IdleConnection last = list.last();
        leave(last);
        return last;
    }

    /** Keeps a connection whose last exchange has ended cleanly, if it is worth that, else closes it: {@link BackSocketConnection#keep}. */
    void keep(BackSocketConnection connection, int idleSeconds) {
        assert loop.inEventLoop();
        long limitNanos = generations.current().timeouts().idleNanos(idleSeconds);
        if (limitNanos <= 0
                || !connection.isOpen()
                || !connection.server().isKeeping()
                || !connection.server().isTrusted(loop.clock().realNanos())
                || !connection.place().tryIdle()) {
            connection.close();
            return;
        }
        IdleConnection entry = connection.idleEntry();
        enter(entry);
        entry.enter(limitNanos);
    }

    /** Closes a connection that is no longer of use while it is idle. */
    void drop(IdleConnection entry) {
        assert loop.inEventLoop();
        if (entry.isIdle()) {
            leave(entry);
            entry.connection().close();
        }
    }

    private void enter(IdleConnection entry) {
        listOf(entry).add(entry.placeOfServer());
        all.add(entry.placeOfLoop());
        entry.server().countIdle(1);
    }

    private void leave(IdleConnection entry) {
        listOf(entry).remove(entry.placeOfServer());
        all.remove(entry.placeOfLoop());
        entry.server().countIdle(-1);
        entry.leave();
    }

    private IdleList<IdleConnection> listOf(IdleConnection entry) {
        return ofServers.computeIfAbsent(entry.server(), ignored -> new IdleList<>());
    }

    /** Makes up for a connection that was opened: where too many are open, idle ones close, of this loop first and then of others. */
    void makeRoom() {
        trim();
        if (count.isExceeded()) {
            trimAll.run();
        }
    }

    /** Closes connections while too many are open on all loops: those first that have been idle longest. */
    void trim() {
        assert loop.inEventLoop();
        trimsSoon = false;
        while (count.isExceeded() && !all.isEmpty()) {
            drop(all.first());
        }
    }

    /** Has the loop {@link #trim()} soon. May be called on any thread. */
    void trimSoon() {
        if (!trimsSoon) {
            trimsSoon = true;
            loop.tryExecute(this::trim);
        }
    }

    /** Closes the connection that has been idle longest, if there is one. */
    void closeFirst() {
        assert loop.inEventLoop();
        if (!all.isEmpty()) {
            drop(all.first());
        }
    }

    /** Closes the connections to servers that the present configuration does not have, and forgets these servers. */
    void leaveServers() {
        assert loop.inEventLoop();
        List<Server> gone = ofServers.keySet().stream()
                .filter(server -> !server.isKeeping())
                .toList();
        for (Server server : gone) {
            IdleList<IdleConnection> list = ofServers.get(server);
            while (list != null && !list.isEmpty()) {
                drop(list.first());
            }
            ofServers.remove(server);
        }
    }

    /** Closes all. */
    void close() {
        assert loop.inEventLoop();
        while (!all.isEmpty()) {
            drop(all.first());
        }
    }
}

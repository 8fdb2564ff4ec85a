package io.weir.server.reload;

import io.weir.BufferSettings;
import io.weir.WeirSettings;
import io.weir.server.config.Automatic;
import io.weir.server.config.ProgramSettings;
import io.weir.socket.SocketBudget;
import io.weir.socket.SocketCounts;
import io.weir.socket.SocketSettings;
import java.util.Set;

/**
 * Works out what is automatic in a configuration that is to be taken over: as it was worked out at start, whatever memory there is now. A value that is
 * given as it was given at start stands for what became of it then, such as fewer connections where file descriptors were too few.
 */
final class AsAtStart {

    private final WeirSettings asked;
    private final Set<Automatic> automatic;
    private final WeirSettings askedThen;
    private final WeirSettings started;

    private AsAtStart(ProgramSettings asked, ProgramSettings askedThen, WeirSettings started) {
        this.asked = asked.weir();
        automatic = asked.automatic();
        this.askedThen = askedThen.weir();
        this.started = started;
    }

    /**
     * What {@code asked} comes to.
     *
     * @param askedThen the configuration of the start
     * @param started what that came to
     * @throws IllegalArgumentException if given memory for sockets, or a send buffer as the kernel gave it at start, does not suffice; the message is
     *     meant for people
     */
    static WeirSettings of(ProgramSettings asked, ProgramSettings askedThen, WeirSettings started) {
        return new AsAtStart(asked, askedThen, started).settings();
    }

    // Memory for sockets last, since it is checked against everything else.
    private WeirSettings settings() {
        SocketSettings sockets = sockets();
        WeirSettings settings = asked.withSockets(asked.sockets().withMemory(Long.MAX_VALUE))
                .withBuffers(buffers())
                .withLimits(asked.limits().withConnections(connections()).withGenerations(generations()));
        return settings.withSockets(
                automatic.contains(Automatic.SOCKET_MEMORY) ? enough(sockets, settings.socketCounts()) : sockets);
    }

    // Too little for them is not what was asked for: that is more sockets, or larger ones, and refused as such.
    private static SocketSettings enough(SocketSettings sockets, SocketCounts counts) {
        return sockets.withMemory(Math.max(sockets.memory(), SocketBudget.leastBytes(sockets, counts)));
    }

    private BufferSettings buffers() {
        return automatic.contains(Automatic.BUFFER_COUNT)
                ? asked.buffers().withCount(started.buffers().count())
                : asked.buffers();
    }

    private int connections() {
        int given = asked.limits().connections();
        boolean isSame = automatic.contains(Automatic.CONNECTIONS)
                || given == askedThen.limits().connections();
        return isSame ? started.limits().connections() : given;
    }

    private int generations() {
        return automatic.contains(Automatic.GENERATIONS)
                ? started.limits().generations()
                : asked.limits().generations();
    }

    private SocketSettings sockets() {
        SocketSettings given = asked.sockets();
        SocketSettings then = askedThen.sockets();
        SocketSettings there = started.sockets();
        return new SocketSettings(
                given.sendBuffer() == then.sendBuffer() ? there.sendBuffer() : given.sendBuffer(),
                given.receiveBuffer() == then.receiveBuffer() ? there.receiveBuffer() : given.receiveBuffer(),
                automatic.contains(Automatic.BACKLOG) ? there.backlog() : given.backlog(),
                automatic.contains(Automatic.SOCKET_MEMORY) ? there.memory() : given.memory(),
                given.reusePort());
    }
}

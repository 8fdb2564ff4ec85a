package io.weir;

import java.util.List;

/**
 * What a {@link Weir} is doing. Each figure is exact, but they are read one after the other.
 *
 * @param sessions open front connections
 * @param maxSessions most front connections at the same time
 * @param accepting whether new clients are accepted now: neither at that limit, nor paused, nor short of file descriptors, nor told to stop
 * @param paused whether nobody is accepted because requests stand in line for a buffer for too long
 * @param pauses how often that was so, since start
 * @param shortages how often the process had no file descriptor for a connection, since start
 * @param draining whether every event loop has heard of a drain, or its time is over: each response that begins from then on is the last of
 *     its connection. {@link Weir#isReady} and {@code accepting} are false already when the drain is asked for
 * @param parkedBytes heap in use for what waits outside buffers
 * @param parkedLimit most heap for that
 * @param loopTasks tasks that event loops were given, since start
 * @param lateTurns turns of event loops that came more than half a second late, since start
 * @param loopLagNanos how late the latest turn of an event loop came in the last one to two minutes
 * @param unwantedEvents events of sockets that served nobody, since start: 0 unless there is a bug
 * @param generation the configurations that are in use
 * @param servers all servers of all backends of these configurations, those included that have left and finish what they have
 */
public record WeirStatus(
        int sessions,
        int maxSessions,
        boolean accepting,
        boolean paused,
        long pauses,
        long shortages,
        boolean draining,
        long parkedBytes,
        long parkedLimit,
        long loopTasks,
        long lateTurns,
        long loopLagNanos,
        long unwantedEvents,
        GenerationStatus generation,
        List<ServerStatus> servers) {

    public WeirStatus {
        servers = List.copyOf(servers);
    }
}

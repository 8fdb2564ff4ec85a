package io.weir.conformance.trial;

import io.weir.conformance.corpus.Attack;
import io.weir.conformance.corpus.Step;
import io.weir.conformance.server.Seen;
import io.weir.conformance.server.Server;
import io.weir.conformance.server.Tap;
import io.weir.conformance.wire.RawClient;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One way through one proxy to one server, with a tap before it. Not thread-safe: one message at a time. */
public final class Rig {

    /*
     * A message, and canaries around it: one before it, so that there is an idle back connection; one while the client still
     * holds its connection; one when it has gone. They come on front connections of their own and share the back connection.
     */

    private static final Duration FIRST_BYTE = Duration.ofMillis(300);
    private static final Duration QUIET = Duration.ofMillis(80);
    private static final Duration CLOSED = Duration.ofSeconds(5);
    private static final Duration SETTLED = Duration.ofSeconds(3);

    private final int front;
    private final Tap tap;
    private final Server server;

    /** A proxy listens on {@code front}, and forwards to the tap, and that to the server. */
    public Rig(int front, Tap tap, Server server) {
        this.front = front;
        this.tap = tap;
        this.server = server;
    }

    /** Plays one attack. */
    public Finding play(Attack attack) throws IOException, InterruptedException {
        tap.forgetClosed();
        Map<Tap.Wire, Integer> marks = new HashMap<>();
        tap.wires().forEach(wire -> marks.put(wire, wire.requests().length()));
        int seenBefore = server.seen().size();
        String canaries = tap.open() == 0 ? Canary.sing(front) : "";
        boolean closed;
        String received;
        try (RawClient client = new RawClient(front)) {
            for (Step step : attack.steps()) {
                Thread.sleep(step.pause().toMillis());
                client.send(step.bytes());
            }
            client.readUntilQuiet(FIRST_BYTE, QUIET);
            canaries += Canary.sing(front);
            client.finish();
            closed = client.readToEnd(CLOSED);
            received = client.received();
        }
        canaries += Canary.sing(front);
        Evidence evidence = evidence(marks, seenBefore, received, closed, canaries);
        Finding finding = evidence.judge();
        if (!finding.verdict().isSafe() || evidence.isCut()) {
            tap.reset();
        }
        return finding;
    }

    private Evidence evidence(
            Map<Tap.Wire, Integer> marks, int seenBefore, String received, boolean closed, String canaries)
            throws IOException, InterruptedException {
        List<Evidence.Back> backs = tap.wires().stream()
                .map(wire -> Evidence.Back.of(wire, marks.getOrDefault(wire, 0)))
                .toList();
        Evidence evidence = new Evidence(backs, seen(seenBefore), received, closed, canaries);
        long begin = System.nanoTime();
        while (!evidence.isSettled() && System.nanoTime() - begin < SETTLED.toNanos()) {
            Thread.sleep(20);
            backs = tap.wires().stream()
                    .map(wire -> Evidence.Back.of(wire, marks.getOrDefault(wire, 0)))
                    .toList();
            evidence = new Evidence(backs, seen(seenBefore), received, closed, canaries);
        }
        return evidence;
    }

    private List<Seen> seen(int before) throws IOException {
        List<Seen> all = server.seen();
        return all.subList(before, all.size());
    }
}

package io.weir.conformance.trial;

import io.weir.bench.harness.FreePorts;
import io.weir.conformance.corpus.Reply;
import io.weir.conformance.proxy.Rival;
import io.weir.conformance.proxy.Running;
import io.weir.conformance.server.HostileServer;
import io.weir.conformance.wire.RawClient;
import io.weir.conformance.wire.Reading;
import io.weir.conformance.wire.StrictResponses;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All replies of a hostile server through one proxy. */
public final class ReplyRun {

    private static final Duration FIRST_BYTE = Duration.ofMillis(500);
    private static final Duration QUIET = Duration.ofMillis(300);
    private static final Duration CLOSED = Duration.ofSeconds(5);

    private ReplyRun() {}

    /** What became of each. */
    public static Map<Reply, Finding> run(Rival rival, Path root, Path directory, List<Reply> replies)
            throws IOException, InterruptedException {
        int front = FreePorts.next();
        Map<Reply, Finding> findings = new LinkedHashMap<>();
        try (HostileServer server = new HostileServer();
                Running running = Running.start(rival, root, directory, List.of(new Rival.Way(front, server.port())))) {
            for (Reply reply : replies) {
                server.answerWith(reply);
                findings.put(
                        reply,
                        running.isAlive() ? playIfOpen(reply, front) : new Finding(Verdict.HANG, "the proxy has gone"));
            }
        }
        return findings;
    }

    private static Finding playIfOpen(Reply reply, int front) throws IOException {
        try {
            return play(reply, front);
        } catch (ConnectException e) {
            return new Finding(Verdict.HANG, "the proxy accepts nobody");
        }
    }

    private static Finding play(Reply reply, int front) throws IOException {
        String canaries = Canary.sing(front);
        try (RawClient client = new RawClient(front)) {
            client.send(reply.method() + " " + Reply.TARGET + " HTTP/1.1\r\nHost: a\r\n\r\n");
            client.readUntilQuiet(FIRST_BYTE, QUIET);
            canaries += Canary.sing(front);
            client.finish();
            boolean closed = client.readToEnd(CLOSED);
            canaries += Canary.sing(front);
            return canaries.isEmpty() ? judge(reply, client, closed) : new Finding(Verdict.DESYNC, canaries);
        }
    }

    private static Finding judge(Reply reply, RawClient client, boolean closed) {
        boolean ended = client.ending() == RawClient.Ending.FIN;
        Reading reading = StrictResponses.read(client.received(), List.of(reply.method()), ended);
        if (client.received().contains(Canary.TOKEN)) {
            return new Finding(Verdict.DESYNC, "the client got the answer to a canary");
        }
        if (reading.isAmbiguous()) {
            return new Finding(Verdict.AMBIGUOUS, reading.why());
        }
        if (!closed) {
            // A client that has ended its bytes may still wait for the rest of what the server has begun.
            return reading.isWhole()
                    ? new Finding(Verdict.HANG, "not closed")
                    : new Finding(Verdict.CANONICAL, "waits");
        }
        if (!reading.isWhole()) {
            return client.received().isEmpty()
                    ? new Finding(Verdict.REJECTED, "closed")
                    : new Finding(Verdict.CANONICAL, "cut off");
        }
        int status = reading.messages().get(reading.messages().size() - 1).status();
        if (status >= 500 && status < 600) {
            return new Finding(Verdict.REJECTED, Integer.toString(status));
        }
        return reply.after() == Reply.After.CUT
                ? new Finding(Verdict.AMBIGUOUS, "what was cut off looks whole")
                : new Finding(Verdict.CANONICAL, "");
    }
}

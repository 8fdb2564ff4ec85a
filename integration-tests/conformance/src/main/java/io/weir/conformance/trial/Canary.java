package io.weir.conformance.trial;

import io.weir.conformance.wire.Latin1;
import io.weir.conformance.wire.Message;
import io.weir.conformance.wire.RawClient;
import io.weir.conformance.wire.StrictResponses;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A harmless request of another client, with a token of its own that its answer must repeat. */
final class Canary {

    static final String TOKEN = "canary-";

    private static final Duration PATIENCE = Duration.ofSeconds(6);
    private static final AtomicLong COUNT = new AtomicLong();

    private Canary() {}

    /** Sends one on a front connection of its own; what is wrong with the answer, or nothing. */
    static String sing(int port) throws IOException {
        String token = TOKEN + COUNT.incrementAndGet();
        try (RawClient client = new RawClient(port)) {
            client.send("GET /canary HTTP/1.1\r\nHost: a\r\nX-Token: " + token + "\r\n\r\n");
            if (!client.readResponses(List.of("GET"), PATIENCE)) {
                return "a canary got no answer: " + shown(client);
            }
            List<Message> messages = StrictResponses.read(client.received(), List.of("GET"), true)
                    .messages();
            boolean own =
                    messages.size() == 1 && messages.get(0).values("X-Echo").equals(List.of(token));
            return own ? "" : "a canary got another answer: " + shown(client);
        }
    }

    private static String shown(RawClient client) {
        String received = Latin1.shown(client.received());
        return received.length() > 120 ? received.substring(0, 120) + "..." : received;
    }
}

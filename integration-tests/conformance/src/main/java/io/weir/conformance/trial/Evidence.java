package io.weir.conformance.trial;

import io.weir.conformance.server.Seen;
import io.weir.conformance.server.Tap;
import io.weir.conformance.wire.Latin1;
import io.weir.conformance.wire.Message;
import io.weir.conformance.wire.Reading;
import io.weir.conformance.wire.StrictRequests;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All that is known of one attack.
 *
 * @param backs the back connections, with what the proxy sent on them since
 * @param seen what the server has seen since, of other rigs too
 * @param received what the hostile client got
 * @param closed whether its connection was closed in the end
 * @param canaries what was wrong with them
 */
record Evidence(List<Back> backs, List<Seen> seen, String received, boolean closed, String canaries) {

    private static final Pattern FINAL = Pattern.compile("HTTP/1\\.[01] ([2-9][0-9]{2})");
    private static final String HIDDEN = "hidden";

    /** One back connection. */
    record Back(int port, String bytes, Reading reading, boolean open) {

        static Back of(Tap.Wire wire, int from) {
            String all = wire.requests();
            return new Back(wire.port(), all.substring(from), StrictRequests.read(all, from), wire.isOpen());
        }

        boolean isCut() {
            return reading.end() == Reading.End.CUT;
        }
    }

    /** Whether the proxy has broken a request off. */
    boolean isCut() {
        return backs.stream().anyMatch(Back::isCut);
    }

    /** Whether nothing is missing that may still be on its way. */
    boolean isSettled() {
        return backs.stream().allMatch(back -> miscount(back).isEmpty() && !(back.isCut() && back.open()));
    }

    Finding judge() {
        if (!canaries.isEmpty()) {
            return new Finding(Verdict.DESYNC, canaries);
        }
        if (received.contains(Canary.TOKEN)) {
            return new Finding(Verdict.DESYNC, "the client got the answer to a canary");
        }
        return ambiguity().isEmpty() ? judgeClear() : judgeAmbiguous();
    }

    private Finding judgeClear() {
        for (Back back : backs) {
            if (!miscount(back).isEmpty()) {
                return new Finding(Verdict.DESYNC, miscount(back));
            }
            if (back.isCut() && back.open()) {
                return new Finding(Verdict.DESYNC, "a request is cut off and its connection still open");
            }
        }
        if (!closed) {
            return new Finding(Verdict.HANG, "not closed");
        }
        return forwards() ? new Finding(Verdict.CANONICAL, "") : new Finding(Verdict.REJECTED, statuses());
    }

    private Finding judgeAmbiguous() {
        long answers = FINAL.matcher(received).results().count();
        long requests = seen.stream()
                .filter(one -> backs.stream().anyMatch(back -> back.port() == one.port()))
                .filter(one ->
                        !one.token().startsWith(Canary.TOKEN) && !one.line().startsWith("!"))
                .count();
        // One of HTTP/0.9 has an answer without status line.
        return requests > Math.max(1, answers)
                ? new Finding(Verdict.DESYNC, requests + " requests seen, " + answers + " answered; " + ambiguity())
                : new Finding(Verdict.AMBIGUOUS, ambiguity());
    }

    private String ambiguity() {
        return backs.stream()
                .filter(back -> back.reading().isAmbiguous())
                .map(back -> back.reading().why())
                .findFirst()
                .orElse("");
    }

    // A request that was cut off may have been seen, or not.
    private String miscount(Back back) {
        if (back.reading().isAmbiguous()) {
            return "";
        }
        List<Seen> here = seen.stream().filter(one -> one.port() == back.port()).toList();
        List<Message> sent = back.reading().messages();
        int most = sent.size() + (back.isCut() ? 1 : 0);
        if (here.size() < sent.size() || here.size() > most) {
            return here.size() + " requests seen of " + sent.size() + " sent: " + Latin1.shown(here.toString());
        }
        long hiddenSeen =
                here.stream().filter(one -> one.token().equals(HIDDEN)).count();
        long hiddenSent = sent.stream()
                .filter(one -> one.values("X-Token").equals(List.of(HIDDEN)))
                .count();
        return hiddenSeen > hiddenSent ? "the hidden request was seen" : "";
    }

    private boolean forwards() {
        return backs.stream()
                .anyMatch(back -> back.isCut()
                        || back.reading().messages().stream()
                                .anyMatch(message ->
                                        !message.value("X-Token").orElse("").startsWith(Canary.TOKEN)));
    }

    private String statuses() {
        Matcher matcher = FINAL.matcher(received);
        return matcher.find() ? matcher.group(1) : "closed";
    }
}

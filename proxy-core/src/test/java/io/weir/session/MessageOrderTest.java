package io.weir.session;

import static io.weir.testing.wire.ScriptedConnection.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.reason.Ending;
import io.weir.settings.Protocol;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Nothing of our own is written behind a message that has been begun and not ended (invariant 19 of the design): at every byte of what a
 * server sends, the client's socket takes no more, then the exchange fails in some way, then the client reads on byte by byte.
 */
final class MessageOrderTest {

    private static final String INTERIM = head("HTTP/1.1 103 Early Hints", "Link: </a>");
    private static final String FINAL = head("HTTP/1.1 200 OK", "Date: now", "Content-Length: 40");
    private static final String REQUEST =
            head("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked") + "4\r\nbody\r\n";

    private static final Pattern OWN_PAGE =
            Pattern.compile("HTTP/1.1 [45]\\d\\d .*\r\nContent-Length: (\\d+)\r\n.*?\r\n\r\n(.*)", Pattern.DOTALL);

    /** What goes wrong. */
    enum Failure {
        SERVER_BREAKS_OFF(bench -> bench.back().breakOff()),
        SERVER_ENDS(bench -> bench.back().endInput()),
        SERVER_ANSWERS_NONSENSE(bench -> bench.back().arrive("nonsense\r\n\r\n")),
        SERVER_TAKES_NO_MORE(bench -> {
            bench.back().failWrites();
            bench.front.arrive("4\r\nmore\r\n");
            bench.back().tellFailure();
            bench.pass(Duration.ofMinutes(1));
        }),
        SERVER_IS_SILENT(bench -> {
            bench.front.arrive("0\r\n\r\n");
            bench.pass(Duration.ofMinutes(1));
        }),
        CLIENT_SENDS_A_BAD_CHUNK(bench -> bench.front.arrive("x\r\n")),
        CLIENT_SENDS_NO_MORE(bench -> bench.pass(Duration.ofMinutes(1))),
        CLIENT_ENDS_EARLY(bench -> bench.front.endInput()),
        CLIENT_HAS_NO_ROOM(bench -> {
            bench.front.fillUp();
            bench.back().arrive("HTTP/1.1 ");
            bench.front.arrive("x\r\n");
            bench.front.makeRoom();
        }),
        BUFFERS_ARE_SHORT(bench -> {
            bench.hold();
            bench.front.arrive("4\r\nmore\r\n");
            bench.back().arrive("x");
            bench.pass(Duration.ofMinutes(1));
            bench.release();
        }),
        HOLDERS_ARE_EVICTED(bench -> bench.loop.pool.evict(Duration.ZERO, Integer.MAX_VALUE, Duration.ZERO)),
        PROXY_CLOSES(bench -> bench.session.abort(Ending.DRAIN_TIMEOUT)),
        PROXY_HAS_NO_TIME_LEFT(bench -> bench.session.cutShort(Ending.DRAIN_TIMEOUT)),
        CODE_IS_WRONG(bench -> ((Http1Front) bench.session).onBug(new IllegalStateException("for the test")));

        private final Consumer<SessionBench> action;

        Failure(Consumer<SessionBench> action) {
            this.action = action;
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_client_gets_whole_messages_in_their_order_or_a_break(Failure failure) {
        for (String sent : new String[] {"", INTERIM, INTERIM + INTERIM, FINAL + "bo", INTERIM + FINAL + "bo"}) {
            int length = undisturbed(sent).length();
            for (int taken = 0; taken <= length; taken++) {
                check(failure, sent, taken);
            }
        }
    }

    private static void check(Failure failure, String sent, int taken) {
        SessionBench bench = exchange(taken);
        if (!sent.isEmpty()) {
            bench.back().arrive(sent);
        }
        failure.action.accept(bench);
        bench.loop.runTasks();
        String told = readOn(bench);
        assertThat(isInOrder(told, bench.front.isAborted() || !bench.front.isClosed()))
                .as("%s after %d bytes of [%s] left [%s]", failure, taken, sent, told)
                .isTrue();
        bench.end();
        assertThat(bench.loop.sent.stream().mapToLong(FakeLoop.Sent::bytes).sum())
                .as("bytes told, %s after %d bytes of [%s] left [%s]", failure, taken, sent, told)
                .isEqualTo(told.length());
        assertThat(bench.loop.sent)
                .as("status told, %s after %d bytes of [%s] left [%s]", failure, taken, sent, told)
                .allMatch(exchange -> isStatusOf(exchange.status(), told));
        if (failure != Failure.CODE_IS_WRONG) {
            assertThat(bench.loop.endings).doesNotContain(Ending.BUG);
        }
    }

    // As far as the bytes tell: the beginning of a start line is that of any message.
    private static boolean isStatusOf(int status, String told) {
        Matcher line = Pattern.compile("HTTP/1.1 ([2-5]\\d\\d)").matcher(told);
        if (line.find()) {
            return line.group(1).equals(Integer.toString(status));
        }
        return status == 0 || !told.endsWith("\r\n\r\n");
    }

    // Whole interim responses, and behind them nothing, one whole page of ours, or what was broken off.
    private static boolean isInOrder(String told, boolean mayBeBegun) {
        String interim = undisturbed(INTERIM);
        String rest = told;
        while (rest.startsWith(interim)) {
            rest = rest.substring(interim.length());
        }
        return rest.isEmpty() || (mayBeBegun && isBegun(rest, interim)) || isOwnPage(rest);
    }

    private static boolean isBegun(String text, String interim) {
        String last = undisturbed(FINAL + "bo") + "nonsense\r\n\r\n";
        return interim.startsWith(text) || last.startsWith(text);
    }

    private static boolean isOwnPage(String text) {
        Matcher page = OWN_PAGE.matcher(text);
        return page.matches() && page.group(2).length() == Integer.parseInt(page.group(1));
    }

    private static String undisturbed(String sent) {
        SessionBench bench = exchange(Integer.MAX_VALUE);
        if (!sent.isEmpty()) {
            bench.back().arrive(sent);
        }
        String told = bench.front.written();
        bench.end();
        return told;
    }

    private static SessionBench exchange(int taken) {
        SessionBench bench = new SessionBench(Protocol.HTTP, 4);
        bench.front.arrive(REQUEST);
        bench.connect();
        bench.front.takeOnly(taken);
        return bench;
    }

    private static String readOn(SessionBench bench) {
        StringBuilder told = new StringBuilder(bench.front.written());
        for (int turn = 0; turn < 2000 && !bench.front.isClosed(); turn++) {
            bench.front.takeMore(1);
            bench.loop.runTasks();
            if (!bench.back().isClosed()) {
                bench.back().turn();
            }
            told.append(bench.front.written());
        }
        return told.toString();
    }
}

package io.weir.session;

import static io.weir.testing.wire.ScriptedConnection.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.reason.Ending;
import io.weir.settings.Protocol;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A fault of a response that is found before a byte of the response has left is a 502 with its reason; one that is found later resets the
 * client's connection. The exchange is told with the status and the bytes that the client's socket has taken.
 */
final class ResponseFaultTest {

    private static final String CHUNKED = head("HTTP/1.1 200 OK", "Date: now", "Transfer-Encoding: chunked");
    private static final String COUNTED = head("HTTP/1.1 200 OK", "Date: now", "Content-Length: 10");
    private static final String INTERIM = head("HTTP/1.1 103 Early Hints", "Link: </a>");
    private static final Pattern FINAL_STATUS = Pattern.compile("HTTP/1.1 ([2-5]\\d\\d) ");
    private static final int WHOLE = Integer.MAX_VALUE;

    /** What is wrong with the body of a response. */
    enum Fault {
        CHUNK_SIZE("bad-chunk-size", "nonsense\r\n"),
        CHUNK_EXTENSION("bad-chunk-extension", "1;;\r\n"),
        CHUNK_END("bad-chunk-end", "1\r\nxy"),
        CHUNK_LINE_END("bare-lf", "1\nx"),
        FRAMING("chunk-overhead", "1;" + "e".repeat(300) + "\r\n"),
        TRAILER("bad-trailer", "0\r\nContent-Length: 1\r\n\r\n"),
        TRAILER_NAME("bad-field-name", "0\r\n@: 1\r\n\r\n"),
        TRAILER_SPACE("whitespace-before-colon", "0\r\nA : 1\r\n\r\n"),
        TRAILER_FOLD("obs-fold", "0\r\nA: 1\r\n 2\r\n\r\n"),
        TRAILER_BYTE("control-byte", "0\r\nA: \0\r\n\r\n");

        private final String reason;
        private final String bytes;

        Fault(String reason, String bytes) {
            this.reason = reason;
            this.bytes = bytes;
        }
    }

    /** What makes the end of a response impossible, without a byte of the server. */
    enum Break {
        SERVER_BREAKS_OFF("server-closed", bench -> bench.back().breakOff()),
        CLIENT_SENDS_A_BAD_CHUNK("bad-chunk-size", bench -> bench.front.arrive("x\r\n")),
        CLIENT_SENDS_A_BAD_TRAILER("bad-trailer", bench -> bench.front.arrive("0\r\nHost: b\r\n\r\n"));

        private final String reason;
        private final Consumer<SessionBench> action;

        Break(String reason, Consumer<SessionBench> action) {
            this.reason = reason;
            this.action = action;
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_fault_in_the_segment_of_the_head_is_a_502(Fault fault) {
        SessionBench bench = get();
        bench.back().arrive(CHUNKED + fault.bytes);
        expectPage(bench, 502, fault.reason, bench.front.written());
    }

    // Its body is taken out of the chunks.
    @ParameterizedTest
    @EnumSource
    void a_client_of_http_1_0_is_answered_in_the_same_way(Fault fault) {
        SessionBench bench = get("1.0");
        bench.back().arrive(CHUNKED + "1\r\na\r\n" + fault.bytes);
        expectPage(bench, 502, fault.reason, bench.front.written());
    }

    @Test
    void the_connection_goes_on_after_such_a_502() {
        SessionBench bench = get("1.1");
        bench.back().arrive(CHUNKED + Fault.CHUNK_SIZE.bytes);
        assertThat(bench.front.written()).startsWith("HTTP/1.1 502 ").doesNotContain("Connection: close");
        assertThat(bench.back().isClosed()).isTrue();
        bench.loop.runTasks();
        bench.front.arrive(head("GET / HTTP/1.1", "Host: a"));
        bench.connect();
        bench.back().arrive(COUNTED + "1234567890");
        assertThat(bench.front.written()).startsWith("HTTP/1.1 200 ").endsWith("1234567890");
        bench.end();
    }

    @ParameterizedTest
    @EnumSource
    void a_fault_behind_interim_responses_and_a_head_in_one_segment_is_a_502(Fault fault) {
        SessionBench bench = get();
        bench.back().arrive(INTERIM + INTERIM + CHUNKED + "1\r\na\r\n" + fault.bytes);
        String told = bench.front.written();
        assertThat(told).startsWith("HTTP/1.1 103 Early Hints\r\n").contains("HTTP/1.1 502 Bad Gateway\r\n");
        expectPage(bench, 502, fault.reason, told);
    }

    @ParameterizedTest
    @EnumSource
    void a_fault_in_a_later_segment_resets_the_connection(Fault fault) {
        SessionBench bench = get();
        bench.back().arrive(CHUNKED);
        String told = bench.front.written();
        bench.back().arrive("1\r\na\r\n");
        told += bench.front.written();
        bench.back().arrive(fault.bytes);
        assertThat(bench.front.written()).isEmpty();
        expectReset(bench, fault.reason, 200, told);
    }

    @ParameterizedTest
    @EnumSource
    void a_break_before_the_client_has_taken_a_byte_is_answered(Break how) {
        SessionBench bench = post();
        bench.front.stall();
        bench.back().arrive(COUNTED + "12345");
        how.action.accept(bench);
        bench.front.drain();
        expectPage(bench, how == Break.SERVER_BREAKS_OFF ? 502 : 400, how.reason, bench.front.written());
    }

    @ParameterizedTest
    @EnumSource
    void a_break_before_the_client_has_taken_a_byte_of_an_interim_response_is_answered(Break how) {
        SessionBench bench = post();
        bench.front.stall();
        bench.back().arrive(INTERIM + COUNTED + "12345");
        how.action.accept(bench);
        bench.front.drain();
        String told = bench.front.written();
        assertThat(told).doesNotContain("103");
        expectPage(bench, how == Break.SERVER_BREAKS_OFF ? 502 : 400, how.reason, told);
    }

    @ParameterizedTest
    @EnumSource
    void a_break_after_the_client_has_taken_a_byte_resets_the_connection(Break how) {
        SessionBench bench = post();
        bench.front.takeOnly(1);
        bench.back().arrive(COUNTED + "12345");
        how.action.accept(bench);
        expectReset(bench, how.reason, 200, bench.front.written());
    }

    @ParameterizedTest
    @EnumSource
    void a_break_after_the_client_has_taken_a_byte_of_an_interim_response_is_told_without_status(Break how) {
        SessionBench bench = post();
        bench.front.takeOnly(1);
        bench.back().arrive(INTERIM + COUNTED);
        how.action.accept(bench);
        expectReset(bench, how.reason, 0, bench.front.written());
    }

    @ParameterizedTest
    @EnumSource
    void a_break_before_the_client_has_taken_a_byte_of_a_later_piece_resets_the_connection(Break how) {
        SessionBench bench = post();
        bench.back().arrive(COUNTED);
        String told = bench.front.written();
        bench.front.stall();
        bench.back().arrive("12345");
        how.action.accept(bench);
        assertThat(bench.front.written()).isEmpty();
        expectReset(bench, how.reason, 200, told);
    }

    @ParameterizedTest
    @EnumSource(
            value = Ending.class,
            names = {"DRAIN_TIMEOUT", "CLIENT_EVICTED"})
    void a_response_of_which_nothing_has_left_is_told_without_status(Ending ending) {
        SessionBench bench = post();
        bench.front.stall();
        bench.back().arrive(COUNTED);
        bench.session.abort(ending);
        expectReset(bench, ending.word(), 0, bench.front.written());
    }

    @ParameterizedTest
    @EnumSource(Taken.class)
    void an_own_page_is_told_as_far_as_it_has_left(Taken taken) {
        SessionBench bench = new SessionBench(Protocol.HTTP, 4);
        bench.front.takeOnly(taken.bytes);
        bench.front.arrive("nonsense\r\n\r\n");
        bench.session.abort(Ending.DRAIN_TIMEOUT);
        String told = bench.front.written();
        assertThat(bench.loop.sent).containsExactly(new FakeLoop.Sent(taken.bytes == 0 ? 0 : 400, told.length()));
        bench.end();
    }

    /** How much of a page the client takes. */
    enum Taken {
        NOTHING(0),
        ONE_BYTE(1),
        ALL(WHOLE);

        private final int bytes;

        Taken(int bytes) {
            this.bytes = bytes;
        }
    }

    private static SessionBench get() {
        return get("1.1");
    }

    private static SessionBench get(String version) {
        SessionBench bench = new SessionBench(Protocol.HTTP, 4);
        bench.front.arrive(head("GET / HTTP/" + version, "Host: a"));
        bench.connect();
        return bench;
    }

    // Its body has not ended, so that the client can still get something wrong.
    private static SessionBench post() {
        SessionBench bench = new SessionBench(Protocol.HTTP, 4);
        bench.front.arrive(head("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked") + "4\r\nbody\r\n");
        bench.connect();
        return bench;
    }

    private static void expectPage(SessionBench bench, int status, String reason, String told) {
        bench.loop.runTasks();
        assertThat(told)
                .contains("HTTP/1.1 " + status + " ")
                .endsWith(": " + reason + "\n")
                .doesNotContain("200 OK");
        assertThat(bench.front.isAborted()).isFalse();
        expectTold(bench, reason, status, told);
    }

    private static void expectReset(SessionBench bench, String reason, int status, String told) {
        bench.loop.runTasks();
        assertThat(bench.front.isAborted()).isTrue();
        expectTold(bench, reason, status, told);
    }

    private static void expectTold(SessionBench bench, String reason, int status, String told) {
        assertThat(bench.loop.endings).extracting(ending -> ending.word()).containsExactly(reason);
        assertThat(bench.loop.sent).containsExactly(new FakeLoop.Sent(status, told.length()));
        if (FINAL_STATUS.matcher(told).find()) {
            assertThat(told).contains("HTTP/1.1 " + status + " ");
        }
        bench.end();
    }
}

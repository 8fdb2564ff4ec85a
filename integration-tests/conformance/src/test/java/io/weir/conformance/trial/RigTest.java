package io.weir.conformance.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.bench.harness.FreePorts;
import io.weir.conformance.corpus.Attack;
import io.weir.conformance.corpus.Corpus;
import io.weir.conformance.server.ModelServer;
import io.weir.conformance.server.Tap;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rig finds what a proxy does wrong. */
class RigTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "body of any method: GET length",
                "length and coding: length first",
                "coding value:  gzip",
                "field line: X-A : b\\r\\n",
                "target: /asked#x",
                "connection option: content-length"
            })
    void a_naive_proxy_is_found_out(String name) throws Exception {
        assertThat(play(name).verdict()).isIn(Verdict.AMBIGUOUS, Verdict.DESYNC);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pipeline: five", "body of any method: DELETE length"})
    void what_it_does_right_is_no_fault(String name) throws Exception {
        assertThat(play(name).verdict()).isEqualTo(Verdict.CANONICAL);
    }

    private static Finding play(String name) throws IOException, InterruptedException {
        Attack attack = Corpus.attacks().stream()
                .filter(one -> (one.group() + ": " + one.name()).equals(name))
                .findFirst()
                .orElseThrow();
        int port = FreePorts.next();
        try (ModelServer server = new ModelServer();
                Tap tap = new Tap(port, server.port());
                NaiveProxy proxy = new NaiveProxy(port)) {
            return new Rig(proxy.port(), tap, server).play(attack);
        }
    }
}

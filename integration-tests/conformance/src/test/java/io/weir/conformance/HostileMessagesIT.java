package io.weir.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.conformance.corpus.Attack;
import io.weir.conformance.corpus.Corpus;
import io.weir.conformance.proxy.Rival;
import io.weir.conformance.proxy.Rivals;
import io.weir.conformance.server.ModelServer;
import io.weir.conformance.trial.AttackRun;
import io.weir.conformance.trial.Finding;
import io.weir.conformance.trial.ReplyRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The part of the proof that needs nothing but the JDK: all hostile messages through Weir, to servers of ours. */
class HostileMessagesIT {

    private static final Path ROOT = Path.of(System.getProperty("weir.root")).toAbsolutePath();
    private static final Rival WEIR = Rivals.byName("weir").orElseThrow();

    private static final int PARTS = 2;

    @TempDir
    private Path directory;

    @Test
    void no_hostile_request_leaves_weir_with_two_readings() throws Exception {
        assertThat(IntStream.range(0, PARTS)
                        .parallel()
                        .mapToObj(this::unsafeOfPart)
                        .flatMap(List::stream))
                .isEmpty();
    }

    // Most of the time is waiting, so the parts run beside each other.
    private List<String> unsafeOfPart(int part) {
        List<Attack> all = Corpus.attacks();
        List<Attack> attacks = all.subList(all.size() * part / PARTS, all.size() * (part + 1) / PARTS);
        try (ModelServer server = new ModelServer()) {
            return unsafe(
                    AttackRun.run(WEIR, ROOT, directory.resolve("part" + part), List.of(server), attacks),
                    attack -> attack.group() + ": " + attack.name());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("part " + part, e);
        }
    }

    @Test
    void no_hostile_response_reaches_a_client_with_two_readings_or_the_wrong_client() throws Exception {
        assertThat(unsafe(
                        ReplyRun.run(WEIR, ROOT, directory, Corpus.replies()),
                        reply -> reply.group() + ": " + reply.name()))
                .isEmpty();
    }

    private static <T> List<String> unsafe(Map<T, Finding> findings, Function<T, String> name) {
        List<String> unsafe = new ArrayList<>();
        findings.forEach((message, finding) -> {
            if (!finding.verdict().isSafe()) {
                unsafe.add(name.apply(message) + ": " + finding);
            }
        });
        return unsafe;
    }
}

package io.weir.conformance.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.conformance.wire.StrictRequests;
import java.util.List;
import org.junit.jupiter.api.Test;

class CorpusTest {

    @Test
    void no_message_is_there_twice() {
        assertThat(Corpus.attacks())
                .extracting(attack -> attack.group() + ": " + attack.name())
                .doesNotHaveDuplicates();
        assertThat(Corpus.replies())
                .extracting(reply -> reply.group() + ": " + reply.name())
                .doesNotHaveDuplicates();
    }

    @Test
    void most_requests_are_ambiguous_or_never_end() {
        List<Attack> attacks = Corpus.attacks();

        long misleading = attacks.stream()
                .filter(attack -> !StrictRequests.read(attack.bytes(), 0).isWhole())
                .count();

        assertThat(attacks).hasSizeGreaterThan(800);
        assertThat(misleading).isGreaterThan(attacks.size() / 2);
    }
}

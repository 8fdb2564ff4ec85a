package io.weir.conformance.corpus;

import java.util.List;
import java.util.stream.Stream;

/** All hostile messages. */
public final class Corpus {

    private Corpus() {}

    /** What hostile clients send. */
    public static List<Attack> attacks() {
        return Stream.of(FramingTables.attacks(), ChunkTables.attacks(), HeadTables.attacks(), ExchangeTables.attacks())
                .flatMap(List::stream)
                .toList();
    }

    /** What hostile servers answer. */
    public static List<Reply> replies() {
        return ReplyTables.replies();
    }
}

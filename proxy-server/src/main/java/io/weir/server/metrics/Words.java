package io.weir.server.metrics;

import java.util.Locale;

/** Enum constants as label values. */
final class Words {

    private Words() {}

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

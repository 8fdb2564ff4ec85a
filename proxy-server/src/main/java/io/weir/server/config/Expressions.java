package io.weir.server.config;

import io.weir.route.Regex;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Compiles the regular expressions of one configuration, as long as all of them together are small enough. Not thread-safe. */
final class Expressions {

    private final Bounds bounds;
    private int instructions;
    private boolean exceeded;

    /** Of no more instructions in all than the bounds allow. */
    Expressions(Bounds bounds) {
        this.bounds = bounds;
    }

    /** Instructions of all that were compiled. */
    int instructions() {
        return instructions;
    }

    /** The expression of a path in the value of a key, if it is one. If not, that is noted. */
    Optional<Regex> of(Section section, Key<String> key) {
        Optional<String> given = section.optional(key);
        given.ifPresent(text -> Wildcards.warnOfExpression(section, key, text));
        return given.flatMap(text -> of(text, (expected, why) -> section.refuse(key, expected + ", but " + why)));
    }

    /** The expression of that text, if it is one. If not, {@code refuse} is told what was expected, and why this is none, with a part of the text. */
    Optional<Regex> of(String text, BiConsumer<String, String> refuse) {
        if (exceeded) {
            return Optional.empty();
        }
        try {
            return Optional.of(Regex.of(text)).filter(regex -> fits(regex, refuse));
        } catch (IllegalArgumentException wrong) {
            refuse.accept(RouteKeys.PATH_REGEX.type().expected(), String.valueOf(wrong.getMessage()));
            return Optional.empty();
        }
    }

    // Told once: what comes behind is not even compiled.
    private boolean fits(Regex regex, BiConsumer<String, String> refuse) {
        instructions += regex.instructions();
        exceeded = instructions > bounds.instructions();
        if (exceeded) {
            refuse.accept(
                    "at most " + bounds.instructions() + " instructions in all regular expressions together, "
                            + bounds.why(),
                    "this one exceeds them");
        }
        return !exceeded;
    }
}

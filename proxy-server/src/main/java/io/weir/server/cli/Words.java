package io.weir.server.cli;

import io.weir.server.text.Nearest;
import java.util.List;

/** Sentences with words in them. */
final class Words {

    private Words() {}

    /** Says that there is no such thing, which there are, and which of them may have been meant. */
    static String unknown(String typed, String kind, List<String> known) {
        String hint = Nearest.to(typed, known)
                .map(word -> "; did you mean \"" + word + "\"?")
                .orElse("");
        return typed + ": no such " + kind + " (expected: " + or(known) + hint + ")";
    }

    /** {@code a, b and c}. */
    static String and(List<String> words) {
        return join(words, " and ");
    }

    /** {@code a, b or c}. */
    static String or(List<String> words) {
        return join(words, " or ");
    }

    private static String join(List<String> words, String before) {
        int last = words.size() - 1;
        return last < 1 ? String.join("", words) : String.join(", ", words.subList(0, last)) + before + words.get(last);
    }
}

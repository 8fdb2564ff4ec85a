package io.weir.server.config;

import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What may stand as the value of a key.
 *
 * @param expected in words, for a message
 * @param words the words it may be, if it may be words
 * @param reader gives the value, or nothing if it is not of this type
 * @param narrower what is expected in the place of a text that is not of this type, if more can be told of it than {@code expected}
 */
record ValueType<T>(
        String expected,
        List<String> words,
        Function<ConfigValue, Optional<T>> reader,
        Function<String, Optional<String>> narrower) {

    ValueType(String expected, List<String> words, Function<ConfigValue, Optional<T>> reader) {
        this(expected, words, reader, text -> Optional.empty());
    }

    /** A value that is written as a text without structure. */
    static <T> ValueType<T> scalar(String expected, Function<String, Optional<T>> reader) {
        return new ValueType<>(expected, List.of(), value -> text(value).flatMap(reader));
    }

    Optional<T> read(ConfigValue value) {
        return reader.apply(value);
    }

    /** What is expected in the place of a value that is not of this type. */
    String expectedFor(ConfigValue value) {
        return text(value).flatMap(narrower).orElse(expected);
    }

    /** The same type, whose problems tell what {@code narrower} has for a text, if that is anything. */
    ValueType<T> narrowed(Function<String, Optional<String>> narrower) {
        return new ValueType<>(expected, words, reader, narrower);
    }

    /** The same type, or a word that stands for {@code meaning}. */
    ValueType<T> orWord(String word, T meaning) {
        List<String> all = new ArrayList<>(words);
        all.add(word);
        return new ValueType<>(
                word + ", or " + expected,
                all,
                value -> text(value).filter(word::equals).isPresent() ? Optional.of(meaning) : read(value),
                narrower);
    }

    /** Lists and blocks have no text, and neither has null. */
    private static Optional<String> text(ConfigValue value) {
        ConfigValueType type = value.valueType();
        boolean isScalar =
                type == ConfigValueType.STRING || type == ConfigValueType.NUMBER || type == ConfigValueType.BOOLEAN;
        return isScalar ? Optional.of(String.valueOf(value.unwrapped())) : Optional.empty();
    }
}

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
 */
record ValueType<T>(String expected, List<String> words, Function<ConfigValue, Optional<T>> reader) {

    /** A value that is written as a text without structure. */
    static <T> ValueType<T> scalar(String expected, Function<String, Optional<T>> reader) {
        return new ValueType<>(expected, List.of(), value -> text(value).flatMap(reader));
    }

    Optional<T> read(ConfigValue value) {
        return reader.apply(value);
    }

    /** The same type, or a word that stands for {@code meaning}. */
    ValueType<T> orWord(String word, T meaning) {
        List<String> all = new ArrayList<>(words);
        all.add(word);
        return new ValueType<>(
                word + ", or " + expected,
                all,
                value -> text(value).filter(word::equals).isPresent() ? Optional.of(meaning) : read(value));
    }

    /** Lists and blocks have no text, and neither has null. */
    private static Optional<String> text(ConfigValue value) {
        ConfigValueType type = value.valueType();
        boolean isScalar =
                type == ConfigValueType.STRING || type == ConfigValueType.NUMBER || type == ConfigValueType.BOOLEAN;
        return isScalar ? Optional.of(String.valueOf(value.unwrapped())) : Optional.empty();
    }
}

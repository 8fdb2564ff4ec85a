package io.weir.stall;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The values of the options, as they were given. */
final class CommandLine {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})([kmg]?)");
    private static final int MOST = 1_000_000;

    private final Map<Option, List<String>> values = new EnumMap<>(Option.class);

    /** Reads arguments; throws {@link UsageException} for what is not an option. */
    CommandLine(String... arguments) {
        for (int i = 0; i < arguments.length; i++) {
            String[] parts = arguments[i].split("=", 2);
            Option option = byFlag(parts[0]);
            if (parts.length == 1 && ++i == arguments.length) {
                throw new UsageException(
                        parts[0] + ": no value (expected: " + option.usage().trim() + ")");
            }
            values.computeIfAbsent(option, any -> new ArrayList<>()).add(parts.length == 1 ? arguments[i] : parts[1]);
        }
    }

    /** All values of an option that may be repeated. */
    List<String> all(Option option) {
        return List.copyOf(values.getOrDefault(option, List.of()));
    }

    /** The value of an option; the last one where there are several. */
    String text(Option option) {
        List<String> given = all(option);
        return given.isEmpty() ? option.byDefault() : given.get(given.size() - 1);
    }

    int number(Option option, int least) {
        String text = text(option);
        if (!text.matches("\\d{1,7}") || Integer.parseInt(text) < least || Integer.parseInt(text) > MOST) {
            throw wrong(option, "a whole number from " + least + " to " + MOST);
        }
        return Integer.parseInt(text);
    }

    long bytes(Option option) {
        Matcher matcher = SIZE.matcher(text(option).toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw wrong(option, "a number of bytes, such as 192m");
        }
        int shift = 10 * ("kmg".indexOf(matcher.group(2)) + (matcher.group(2).isEmpty() ? 0 : 1));
        long number = Long.parseLong(matcher.group(1));
        if (number > Long.MAX_VALUE >> shift) {
            throw wrong(option, "at most " + (Long.MAX_VALUE >> shift) + matcher.group(2));
        }
        return number << shift;
    }

    UsageException wrong(Option option, String expected) {
        return new UsageException(option.flag() + ": " + text(option) + " (expected: " + expected + ")");
    }

    private static Option byFlag(String flag) {
        return Stream.of(Option.values())
                .filter(option -> option.flag().equals(flag))
                .findFirst()
                .orElseThrow(() -> new UsageException(flag + ": unknown option (see --help)"));
    }
}

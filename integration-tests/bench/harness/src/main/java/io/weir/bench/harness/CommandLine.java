package io.weir.bench.harness;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The values of the options, as they were given. */
public final class CommandLine {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})([kmg]?)");
    private static final Pattern HEAP = Pattern.compile("\\d{1,6}[kmgKMG]?");
    private static final int MOST = 1_000_000;

    private final List<CommandOption> options;
    private final Map<CommandOption, List<String>> values = new HashMap<>();

    /** Reads arguments; throws {@link UsageException} for what is not among the options. */
    public CommandLine(List<? extends CommandOption> options, String... arguments) {
        this.options = List.copyOf(options);
        for (int i = 0; i < arguments.length; i++) {
            String[] parts = arguments[i].split("=", 2);
            CommandOption option = byFlag(parts[0]);
            if (option.text().value().isEmpty()) {
                add(option, "");
            } else if (parts.length == 2) {
                add(option, parts[1]);
            } else if (++i < arguments.length) {
                add(option, arguments[i]);
            } else {
                throw new UsageException(
                        parts[0] + ": no value (expected: " + option.usage().trim() + ")");
            }
        }
    }

    /** All values of an option that may be repeated. */
    public List<String> all(CommandOption option) {
        return List.copyOf(values.getOrDefault(option, List.of()));
    }

    /** Whether an option, or a switch, was given. */
    public boolean has(CommandOption option) {
        return values.containsKey(option);
    }

    /** The value of an option; the last one where there are several. */
    public String text(CommandOption option) {
        List<String> given = all(option);
        return given.isEmpty() ? option.text().byDefault() : given.get(given.size() - 1);
    }

    /** A whole number, at least {@code least}; throws {@link UsageException} for another. */
    public int number(CommandOption option, int least) {
        String text = text(option);
        if (!text.matches("\\d{1,7}") || Integer.parseInt(text) < least || Integer.parseInt(text) > MOST) {
            throw wrong(option, "a whole number from " + least + " to " + MOST);
        }
        return Integer.parseInt(text);
    }

    /** A number of bytes, with or without a unit; throws {@link UsageException} for what is none. */
    public long bytes(CommandOption option) {
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

    /** The heap of a JVM, as its options take it; throws {@link UsageException} for what is none. */
    public String heap(CommandOption option) {
        if (!HEAP.matcher(text(option)).matches()) {
            throw wrong(option, "a size such as " + option.text().byDefault());
        }
        return text(option);
    }

    /** What to throw when the value of an option is wrong. */
    public UsageException wrong(CommandOption option, String expected) {
        return new UsageException(option.flag() + ": " + text(option) + " (expected: " + expected + ")");
    }

    private void add(CommandOption option, String value) {
        values.computeIfAbsent(option, any -> new ArrayList<>()).add(value);
    }

    private CommandOption byFlag(String flag) {
        return options.stream()
                .filter(option -> option.flag().equals(flag))
                .findFirst()
                .orElseThrow(() -> new UsageException(flag + ": unknown option (see --help)"));
    }
}

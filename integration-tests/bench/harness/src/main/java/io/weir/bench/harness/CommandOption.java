package io.weir.bench.harness;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What may stand on a command line: {@code --name value} or {@code --name=value}. An enum lists those of a program. */
public interface CommandOption {

    /** Its name, as that of a constant: in capitals, with underscores. */
    String name();

    /** What it says of itself. */
    Text text();

    /**
     * What an option says of itself.
     *
     * @param value what stands for the value in the usage; empty for a switch, which has none
     * @param byDefault what counts when it is not given
     * @param meaning what it is for, a line each
     */
    record Text(String value, String byDefault, List<String> meaning) {

        public Text {
            meaning = List.copyOf(meaning);
        }

        public Text(String value, String byDefault, String... meaning) {
            this(value, byDefault, List.of(meaning));
        }
    }

    /** As it stands on the command line. */
    default String flag() {
        return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Its lines of the usage. */
    default String usage() {
        String byDefault = text().byDefault();
        String shown = byDefault.isEmpty() || byDefault.equals("0") ? "" : " (" + byDefault + ")";
        String indent = "\n" + " ".repeat(25);
        return String.format(
                "  %-22s %s%s", (flag() + " " + text().value()).trim(), String.join(indent, text().meaning()), shown);
    }

    /** The usage of all of them. */
    static String allUsages(List<? extends CommandOption> options) {
        return options.stream().map(CommandOption::usage).collect(Collectors.joining("\n"));
    }
}

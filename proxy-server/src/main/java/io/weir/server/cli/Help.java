package io.weir.server.cli;

import io.weir.server.launch.ExitCode;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.Option;

/** Help, for a terminal of 80 columns. */
final class Help {

    private static final int COLUMNS = 80;
    private static final int LONGEST_TERM = 26;

    private final PrintWriter to;

    Help(PrintWriter to) {
        this.to = to;
    }

    /** Of the program as a whole. */
    void program(Collection<Usage> commands) {
        to.println("A reverse proxy whose buffer memory has a level it cannot rise above.");
        to.println("Usage: weir COMMAND");
        to.println("       weir help [COMMAND]");
        to.println("       weir version");
        Map<String, String> headers = new LinkedHashMap<>();
        commands.forEach(command -> headers.put(command.name(), command.header()));
        list("Commands", headers);
        exitCodes();
        examples(List.of(
                "weir demo                                    see it work",
                "weir proxy --from :8080 --to 127.0.0.1:9000  a proxy without a file",
                "weir check weir.conf                         what is wrong with a file",
                "weir run weir.conf                           the proxy of that file",
                "weir health                                  whether a running one is ready",
                "weir help COMMAND                            more about a command"));
    }

    /** Where the help of a command is: below a problem, which must stay in sight. */
    void where(Usage usage) {
        to.println("Help: weir help " + usage.name());
        to.flush();
    }

    /** Where the help of the program is. */
    void where() {
        to.println("Help: weir help");
        to.flush();
    }

    /** Of a command. */
    void command(Usage usage) {
        to.println(usage.header());
        wrapped("Usage: ", usage.synopsis());
        if (!usage.description().isEmpty()) {
            to.println();
            wrapped("", usage.description());
        }
        Map<String, String> options = new LinkedHashMap<>();
        if (usage.file()) {
            options.put(Usage.FILE, "The configuration, in HOCON.");
        }
        for (Option option : usage.options()) {
            options.put(Usage.labelled(option), option.getDescription());
        }
        for (Option option : List.of(Usage.HELP, Usage.VERSION)) {
            options.put("-" + option.getOpt() + ", " + Usage.flag(option), option.getDescription());
        }
        list("Options", options);
        exitCodes();
        examples(usage.examples());
    }

    private void exitCodes() {
        Map<String, String> codes = new LinkedHashMap<>();
        for (ExitCode code : ExitCode.values()) {
            codes.put(Integer.toString(code.number()), code.meaning());
        }
        list("Exit codes", codes);
        wrapped("  ", "A second SIGTERM ends the process at once with 143, a second Ctrl-C with 130.");
    }

    private void examples(List<String> lines) {
        to.println();
        to.println(lines.size() == 1 ? "Example:" : "Examples:");
        lines.forEach(line -> to.println("  " + line));
        to.flush();
    }

    /** Terms, and what each means beside it. */
    private void list(String title, Map<String, String> meanings) {
        to.println();
        to.println(title + ":");
        int width = meanings.keySet().stream()
                .mapToInt(String::length)
                .filter(length -> length <= LONGEST_TERM)
                .max()
                .orElse(0);
        meanings.forEach((term, meaning) -> {
            String begin = "  " + term + " ".repeat(Math.max(0, width - term.length())) + "   ";
            if (term.length() > width) {
                to.println("  " + term);
                begin = " ".repeat(width + 5);
            }
            wrapped(begin, meaning);
        });
    }

    /** A text behind its beginning, under which all of its lines stand. */
    private void wrapped(String begin, String text) {
        StringBuilder line = new StringBuilder(begin);
        String separator = "";
        for (String word : text.split(" ", -1)) {
            if (line.length() + separator.length() + word.length() > COLUMNS) {
                to.println(line);
                line.setLength(0);
                line.append(" ".repeat(begin.length()));
                separator = "";
            }
            line.append(separator).append(word);
            separator = " ";
        }
        to.println(line);
    }
}

package io.weir.server.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.MissingOptionException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;

/**
 * How a command is used.
 *
 * @param name the command
 * @param header what it does, in a sentence
 * @param description more of it; may be empty
 * @param file whether it takes a file
 * @param options what may be given, in any order
 * @param examples command lines, one each
 */
record Usage(
        String name, String header, String description, boolean file, List<Option> options, List<String> examples) {

    /** The placeholder of the file. */
    static final String FILE = "FILE";

    /** What every command, and the program, knows beside its own options. */
    static final Option HELP =
            Option.builder("h").longOpt("help").desc("This help.").get();

    /** Likewise. */
    static final Option VERSION = Option.builder("V")
            .longOpt("version")
            .desc("The versions of Weir, Java and Netty.")
            .get();

    private static final Pattern ONE_DASH = Pattern.compile("^-[^-\\d]");

    Usage {
        options = List.copyOf(options);
        examples = List.copyOf(examples);
    }

    /** Reads what stands behind the name of the command. */
    Given parse(List<String> arguments) throws UsageException {
        Options known = new Options();
        options.forEach(known::addOption);
        refuseOneDash(arguments);
        CommandLine line = parse(known, arguments);
        List<String> rest = line.getArgList();
        int most = file ? 1 : 0;
        if (rest.size() < most) {
            throw new UsageException("Missing " + FILE);
        }
        if (rest.size() > most) {
            throw new UsageException(rest.get(most) + ": one argument too many");
        }
        if (rest.contains("")) {
            throw new UsageException(FILE + ": \"\" (expected: the path of a file)");
        }
        return new Given(line);
    }

    /** The parser would take {@code -from} for {@code --from}, but options with one dash are single letters. */
    private void refuseOneDash(List<String> arguments) throws UsageException {
        Optional<String> refused =
                untilTwoDashes(arguments).filter(ONE_DASH.asPredicate()).findFirst();
        if (refused.isPresent()) {
            throw unknown(refused.get());
        }
    }

    private CommandLine parse(Options known, List<String> arguments) throws UsageException {
        try {
            return DefaultParser.builder()
                    .setAllowPartialMatching(false)
                    .setStripLeadingAndTrailingQuotes(false)
                    .get()
                    .parse(known, arguments.toArray(String[]::new));
        } catch (UnrecognizedOptionException unknown) {
            throw unknown(unknown.getOption());
        } catch (MissingOptionException missing) {
            throw new UsageException("Missing " + missing(missing.getMissingOptions()));
        } catch (MissingArgumentException missing) {
            throw new UsageException("Missing value: " + labelled(missing.getOption()));
        } catch (ParseException wrong) {
            throw new UsageException(String.valueOf(wrong.getMessage()));
        }
    }

    private UsageException unknown(String argument) {
        String name = argument.split("=", 2)[0];
        List<String> flags = Stream.concat(options.stream(), Stream.of(HELP, VERSION))
                .map(Usage::flag)
                .sorted()
                .toList();
        return new UsageException(
                flags.contains(name)
                        ? argument + ": too much (expected: " + name + ")"
                        : Words.unknown(name, "option", flags));
    }

    private String missing(List<?> names) {
        return Words.and(options.stream()
                .filter(option -> names.contains(option.getKey()))
                .map(Usage::labelled)
                .toList());
    }

    /** The command, and what may and what must follow, in the order of the options. */
    String synopsis() {
        List<String> words = new ArrayList<>(List.of("weir", name));
        options.forEach(option -> words.add(option.isRequired() ? labelled(option) : "[" + labelled(option) + "]"));
        if (file) {
            words.add(FILE);
        }
        return String.join(" ", words);
    }

    /** Whether an option that every command knows is among the arguments, wherever. */
    static boolean asksFor(Option option, List<String> arguments) {
        return untilTwoDashes(arguments)
                .anyMatch(argument -> argument.equals("-" + option.getOpt()) || argument.equals(flag(option)));
    }

    /** Arguments that may be options: behind {@code --} there are none. */
    private static Stream<String> untilTwoDashes(List<String> arguments) {
        return arguments.stream().takeWhile(argument -> !argument.equals("--"));
    }

    /** An option as it is written: {@code --from}. */
    static String flag(Option option) {
        return "--" + option.getLongOpt();
    }

    /** An option with its value: {@code --from ADDRESS}. */
    static String labelled(Option option) {
        return option.hasArg() ? flag(option) + " " + option.getArgName() : flag(option);
    }

    /** An option that takes a value. */
    static Option option(String name, String label, String description) {
        return Option.builder()
                .longOpt(name)
                .hasArg()
                .argName(label)
                .desc(description)
                .get();
    }

    /** The same, which must be given. */
    static Option required(String name, String label, String description) {
        Option option = option(name, label, description);
        option.setRequired(true);
        return option;
    }

    /** An option that takes none. */
    static Option flag(String name, String description) {
        return Option.builder().longOpt(name).desc(description).get();
    }
}

package io.weir.server.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;

/** What was given to a command: only what its usage allows, and all that it asks for. */
final class Given {

    private final CommandLine line;

    Given(CommandLine line) {
        this.line = line;
    }

    /** The file, of a command that takes one. */
    Path file() {
        return Path.of(line.getArgList().get(0));
    }

    /** Whether an option without a value is given. */
    boolean has(Option flag) throws UsageException {
        return times(flag) > 0;
    }

    /** The value of an option, if it is given. */
    Optional<String> value(Option option) throws UsageException {
        return times(option) > 0 ? values(option).findFirst() : Optional.empty();
    }

    /** All values of an option that may be given more than once, and with several values, separated by commas. */
    List<String> list(Option option) {
        return values(option)
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .toList();
    }

    /** Once at most: of two values, whichever we took would surprise somebody. */
    private long times(Option option) throws UsageException {
        long times = Arrays.stream(line.getOptions()).filter(option::equals).count();
        if (times > 1) {
            throw new UsageException(Usage.flag(option) + ": given " + times + " times (expected: once)");
        }
        return times;
    }

    private Stream<String> values(Option option) {
        String[] values = line.getOptionValues(option);
        return values == null ? Stream.empty() : Arrays.stream(values);
    }
}

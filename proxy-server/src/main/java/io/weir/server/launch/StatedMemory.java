package io.weir.server.launch;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The memory that a user states for the process, found before the program runs so that a launcher sizes the JVM by it: {@code WEIR_MEMORY},
 * else {@code weir.memory} of the configuration file. What {@code bin/weir} does with a shell, for launchers written in Java.
 */
public final class StatedMemory {

    /** The variable that states it. */
    public static final String VARIABLE = "WEIR_MEMORY";

    private static final Set<String> COMMANDS_WITH_FILE = Set.of("run", "check");
    private static final Set<String> OPTIONS_WITH_VALUE = Set.of("--diff", "--token-file");
    private static final Pattern COMMON_SIZE = Pattern.compile("(\\d{1,12})(?:([kKmMgG])|([KMG])iB?)?");
    private static final Pattern MAY_STATE = Pattern.compile("memory|include");

    // A file is looked through in the heap of the launcher; a longer one is for the program alone to read.
    private static final long MOST_BYTES = 1L << 20;

    private StatedMemory() {}

    /**
     * The bytes that are stated; empty if nothing states them. A value that the program refuses may be returned or not: the program reports it.
     *
     * @param arguments the command line of the program
     * @param program asks the program, which alone reads configuration files and sizes in every spelling, for the bytes; its argument is the
     *     file, empty if the environment alone is to be read
     */
    public static OptionalLong of(
            Map<String, String> environment, List<String> arguments, Function<Optional<Path>, OptionalLong> program) {
        String stated = environment.getOrDefault(VARIABLE, "");
        Matcher size = COMMON_SIZE.matcher(stated);
        if (size.matches()) {
            return OptionalLong.of(bytes(size));
        }
        Optional<Path> file = file(arguments).filter(StatedMemory::mayState);
        return stated.isEmpty() && file.isEmpty() ? OptionalLong.empty() : program.apply(file);
    }

    private static Optional<Path> file(List<String> arguments) {
        try {
            return !arguments.isEmpty() && COMMANDS_WITH_FILE.contains(arguments.get(0))
                    ? argument(arguments.subList(1, arguments.size())).map(Path::of)
                    : Optional.empty();
        } catch (InvalidPathException noPath) {
            return Optional.empty();
        }
    }

    // The first that is neither an option nor the value of one.
    private static Optional<String> argument(List<String> arguments) {
        int at = 0;
        while (at < arguments.size() && arguments.get(at).startsWith("-")) {
            at += OPTIONS_WITH_VALUE.contains(arguments.get(at)) ? 2 : 1;
        }
        return at < arguments.size() ? Optional.of(arguments.get(at)) : Optional.empty();
    }

    /** Only a regular file is looked into: what is read from a pipe cannot be read again. */
    private static boolean mayState(Path file) {
        try {
            return Files.isRegularFile(file) && (Files.size(file) > MOST_BYTES || mentionsMemory(file));
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static boolean mentionsMemory(Path file) throws IOException {
        // Latin-1 decodes any bytes; the words are ASCII.
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            return lines.lines().anyMatch(line -> MAY_STATE.matcher(line).find());
        }
    }

    private static long bytes(Matcher size) {
        long number = Long.parseLong(size.group(1));
        String unit = size.group(2) != null ? size.group(2) : String.valueOf(size.group(3));
        return switch (unit) {
            case "g", "G" -> number << 30;
            case "m", "M" -> number << 20;
            case "k", "K" -> number << 10;
            default -> number;
        };
    }
}

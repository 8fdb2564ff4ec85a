package io.weir.server.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import io.weir.server.access.TokenFile;
import io.weir.server.text.Amounts;
import io.weir.server.watch.ContentReader;
import io.weir.server.watch.FileState;
import io.weir.server.watch.Obstacle;
import io.weir.server.watch.Reading;
import io.weir.server.watch.Snapshot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads the files of one configuration: the one that is named, and those that it includes. Not thread-safe. */
final class ConfigFiles {
    /*
     * The files are read here and not by the library, because it passes over an include that it cannot find, looks for it in the class path
     * and in the network, and blocks in a pipe. A file is measured before it is parsed.
     *
     * Every path that is looked for is noted with its state, whatever it is, because a watch begins with these states: a file that is missing
     * or too large may be mended. So the states must be those that the watch finds, read by the same reader within the same limits; else it
     * would report a change again and again.
     */

    private static final int MOST_BYTES_OF_PATH = 4096;
    private static final String A_FILE = "a HOCON file";
    private static final String MOST_OF_A_FILE =
            "at most " + Bounds.FILE_BYTES + " bytes in one file, which is " + Amounts.exactBytes(Bounds.FILE_BYTES);
    private static final Pattern SUBSTITUTION = Pattern.compile("\\$\\{\\??\\s*\"?(\\w+)");

    private final Problems problems;
    private final Bounds bounds;
    private final ContentReader reader = new ContentReader(Bounds.READ);
    private final List<String> files = new ArrayList<>();
    private final Map<Path, FileState> states = new TreeMap<>();
    private final List<Sources.Missing> optional = new ArrayList<>();
    private final Set<String> substituted = new HashSet<>();
    private int opened;
    private int bytes;
    private long expanded;
    private int tokens;

    ConfigFiles(Problems problems, Bounds bounds) {
        this.problems = problems;
        this.bounds = bounds;
    }

    /** The files so far, as they were named, in the order of their beginnings. */
    Sources sources() {
        return new Sources(files, optional, new Snapshot(states));
    }

    /** The names of substitutions that can be variables of the environment, in all files. */
    Set<String> substituted() {
        return Set.copyOf(substituted);
    }

    /** Notes how many characters their values become, with what substitutions stand for. */
    void become(long characters) {
        expanded = characters;
    }

    /** Bytes of all files so far, or of what they become, if that is more. */
    long expandedBytes() {
        return Math.max(bytes, expanded);
    }

    /** Tokens of all files so far. */
    int tokens() {
        return tokens;
    }

    /** What the file says, unresolved; nothing if it cannot be read, which is noted. It may be a pipe. */
    Optional<ConfigObject> read(Path file) {
        ConfigOrigin origin = ConfigOriginFactory.newFile(file.toString());
        if (Files.isDirectory(file)) {
            note(file);
            problems.add(origin, "", "a directory", "a HOCON file");
            return Optional.empty();
        }
        return parse(new ConfigFile(file, List.of(), 0), origin, "");
    }

    /**
     * What an included file says, unresolved; empty if it is not there and need not be, or if something is wrong with it, which is noted.
     *
     * @param within levels around the statement
     * @param where the place of the statement
     * @param statement the statement, for people
     */
    ConfigObject include(
            ConfigFile from, String name, int within, Missing missing, ConfigOrigin where, String statement) {
        return beside(from, name, where, statement)
                .filter(file -> isThere(file, missing, where, statement) && isNew(from, file, where, statement))
                .flatMap(file -> parse(from.including(file, within), where, statement))
                .orElseGet(() -> ConfigFactory.empty().root());
    }

    /** What becomes of an include whose file is not there. */
    enum Missing {
        REFUSED,
        ALLOWED
    }

    void refuse(ConfigOrigin where, String statement, String found, String expected) {
        problems.lackFile();
        problems.add(where, statement, found, expected);
    }

    private Optional<Path> beside(ConfigFile from, String name, ConfigOrigin where, String statement) {
        try {
            if (!name.isEmpty() && name.length() <= MOST_BYTES_OF_PATH) {
                return Optional.of(from.path().resolveSibling(name));
            }
        } catch (InvalidPathException noPath) {
            // Refused below.
        }
        refuse(where, statement, "no path of a file", "the path of a file, relative to this one or absolute");
        return Optional.empty();
    }

    private boolean isThere(Path file, Missing missing, ConfigOrigin where, String statement) {
        if (Files.isRegularFile(file)) {
            return true;
        }
        Reading reading = note(file);
        if (reading.state().isContent()) {
            return true;
        }
        if (reading.state().is(Obstacle.NOT_A_FILE)) {
            refuse(where, statement, file + " is a directory, a pipe or a device", "a file");
        } else if (!reading.state().is(Obstacle.MISSING)) {
            refuse(where, statement, file + ": " + found(file, reading), "a file that can be read");
        } else if (missing == Missing.REFUSED) {
            refuse(
                    where,
                    statement,
                    DanglingLink.at(file).map(link -> file + " is " + link).orElse("there is no " + file),
                    "a file that is there, or include \"?NAME\" if it may be missing");
        } else {
            optional.add(new Sources.Missing(file.toString(), Problem.Place.of(where)));
        }
        return false;
    }

    private boolean isNew(ConfigFile from, Path file, ConfigOrigin where, String statement) {
        if (from.isWithin(file)) {
            refuse(
                    where,
                    statement,
                    file + " includes itself",
                    "files that do not lead back to where they are included");
            return false;
        }
        boolean fits = opened < Bounds.FILES && from.depth() < Bounds.DEPTH;
        if (!fits) {
            refuse(
                    where,
                    statement,
                    "too many files",
                    "at most " + Bounds.FILES + ", and " + Bounds.DEPTH + " one in another");
        }
        return fits;
    }

    /** The token in a file that the configuration names: it is watched as the files of the configuration are. */
    Optional<TokenFile> token(Path file) {
        note(file);
        return Optional.of(TokenFile.read(file));
    }

    private Optional<ConfigObject> parse(ConfigFile file, ConfigOrigin where, String statement) {
        Optional<String> text = text(file.path(), where, statement);
        return text.flatMap(known -> parse(file, known));
    }

    private Optional<ConfigObject> parse(ConfigFile file, String text) {
        files.add(file.path().toString());
        SUBSTITUTION.matcher(text).results().forEach(found -> substituted.add(found.group(1)));
        ConfigOrigin origin = ConfigOriginFactory.newFile(file.path().toString());
        ConfigText outline =
                ConfigText.of(text, file.levels(), bounds.withTokens(Math.max(0, bounds.tokens() - tokens)));
        tokens += outline.tokens();
        if (outline.fault().isPresent()) {
            ConfigText.Fault fault = outline.fault().get();
            refuse(origin.withLineNumber(fault.line()), "", fault.found(), fault.expected());
            return Optional.empty();
        }
        ConfigParseOptions options = ConfigParseOptions.defaults()
                .setSyntax(ConfigSyntax.CONF)
                .setOriginDescription(file.path().toString())
                .setIncluder(new Includer(this, file, outline, origin));
        try {
            return Optional.of(ConfigFactory.parseString(text, options).root());
        } catch (ConfigException.Parse wrong) {
            throw ParserMessage.withoutSecrets(wrong, text);
        }
    }

    private Optional<String> text(Path file, ConfigOrigin where, String statement) {
        opened++;
        Reading reading = note(file);
        if (reading.state().is(Obstacle.NOT_A_FILE)) {
            return pipe(file, where, statement);
        }
        if (reading.state().isContent()) {
            return fitting(reading.bytes(), where, statement);
        }
        refuse(where, statement, found(file, reading), expected(reading));
        return Optional.empty();
    }

    private Optional<String> fitting(byte[] read, ConfigOrigin where, String statement) {
        bytes += read.length;
        if (bytes <= bounds.bytes()) {
            return Optional.of(new String(read, StandardCharsets.UTF_8));
        }
        refuse(where, statement, "too large", "at most " + bounds.bytes() + " bytes in all files, " + bounds.why());
        bytes = bounds.bytes();
        return Optional.empty();
    }

    /** The file that was named may be a pipe, which is read once. No watch reads it. */
    private Optional<String> pipe(Path file, ConfigOrigin where, String statement) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] read = in.readNBytes(Bounds.FILE_BYTES + 1);
            if (read.length <= Bounds.FILE_BYTES) {
                return fitting(read, where, statement);
            }
            refuse(where, statement, "more than " + Bounds.FILE_BYTES + " bytes", MOST_OF_A_FILE);
        } catch (IOException unreadable) {
            refuse(where, statement, "cannot be read: " + unreadable.getMessage(), A_FILE);
        }
        return Optional.empty();
    }

    /** Reads a path and notes its state; one that was read before with another state is known to be out of date. */
    private Reading note(Path file) {
        Reading reading = reader.read(file);
        states.merge(
                file.toAbsolutePath(),
                reading.state(),
                (one, other) -> one.equals(other) ? one : new FileState.Unavailable(Obstacle.CHANGED));
        return reading;
    }

    private static String found(Path file, Reading reading) {
        if (reading.state().is(Obstacle.MISSING)) {
            return DanglingLink.at(file).orElse("there is no such file");
        }
        if (reading.state().is(Obstacle.DENIED)) {
            return "this user may not read it (permission denied)";
        }
        return (reading.state().is(Obstacle.TOO_LARGE) ? "a file of " : "cannot be read: ") + reading.detail();
    }

    private static String expected(Reading reading) {
        return reading.state().is(Obstacle.TOO_LARGE) ? MOST_OF_A_FILE : A_FILE;
    }
}

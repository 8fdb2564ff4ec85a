package io.weir.server.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the files of one configuration: the one that is named, and those that it includes. Not thread-safe. */
final class ConfigFiles {
    /*
     * The files are read here and not by the library, because it passes over an include that it cannot find, looks for it in the class path
     * and in the network, and blocks in a pipe. A file is measured before it is parsed.
     */

    private static final int MOST_BYTES_OF_PATH = 4096;
    private static final Pattern SUBSTITUTION = Pattern.compile("\\$\\{\\??\\s*\"?(\\w+)");

    private final Problems problems;
    private final Bounds bounds;
    private final List<String> files = new ArrayList<>();
    private final List<Sources.Missing> optional = new ArrayList<>();
    private final Set<String> substituted = new HashSet<>();
    private int bytes;
    private int tokens;

    ConfigFiles(Problems problems, Bounds bounds) {
        this.problems = problems;
        this.bounds = bounds;
    }

    /** The files so far, as they were named, in the order of their beginnings. */
    Sources sources() {
        return new Sources(files, optional);
    }

    /** The names of substitutions that can be variables of the environment, in all files. */
    Set<String> substituted() {
        return Set.copyOf(substituted);
    }

    /** What the file says, unresolved; nothing if it cannot be read, which is noted. It may be a pipe. */
    Optional<ConfigObject> read(Path file) {
        ConfigOrigin origin = ConfigOriginFactory.newFile(file.toString());
        if (Files.isDirectory(file)) {
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
        if (Files.exists(file)) {
            refuse(where, statement, file + " is a directory, a pipe or a device", "a file");
        } else if (missing == Missing.REFUSED) {
            refuse(
                    where,
                    statement,
                    "there is no " + file,
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
        boolean fits = files.size() < Bounds.FILES && from.depth() < Bounds.DEPTH;
        if (!fits) {
            refuse(
                    where,
                    statement,
                    "too many files",
                    "at most " + Bounds.FILES + ", and " + Bounds.DEPTH + " one in another");
        }
        return fits;
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
                ConfigText.of(text, file.levels(), new Bounds(bounds.bytes(), Math.max(0, bounds.tokens() - tokens)));
        tokens += outline.tokens();
        if (outline.fault().isPresent()) {
            ConfigText.Fault fault = outline.fault().get();
            problems.add(origin.withLineNumber(fault.line()), "", fault.found(), fault.expected());
            return Optional.empty();
        }
        ConfigParseOptions options = ConfigParseOptions.defaults()
                .setSyntax(ConfigSyntax.CONF)
                .setOriginDescription(file.path().toString())
                .setIncluder(new Includer(this, file, outline, origin));
        return Optional.of(ConfigFactory.parseString(text, options).root());
    }

    private Optional<String> text(Path file, ConfigOrigin where, String statement) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] read = in.readNBytes(bounds.bytes() - bytes + 1);
            bytes += read.length;
            if (bytes <= bounds.bytes()) {
                return Optional.of(new String(read, StandardCharsets.UTF_8));
            }
            refuse(
                    where,
                    statement,
                    "too large",
                    "at most " + bounds.bytes() + " bytes in all files, for a heap of this size");
            bytes = bounds.bytes();
        } catch (NoSuchFileException missingFile) {
            refuse(where, statement, "there is no such file", "a HOCON file");
        } catch (AccessDeniedException denied) {
            refuse(where, statement, "this user may not read it (permission denied)", "a HOCON file");
        } catch (IOException unreadable) {
            refuse(where, statement, "cannot be read: " + unreadable.getMessage(), "a HOCON file");
        }
        return Optional.empty();
    }
}

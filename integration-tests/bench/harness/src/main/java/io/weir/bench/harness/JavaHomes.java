package io.weir.bench.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The JDKs of a machine.
 *
 * @param first home of the one that is preferred
 * @param environment whose JAVA_HOME and the like (JAVA25_HOME, JAVA_HOME_21_X64) are looked at next, in order of their names
 * @param installed directory that holds the homes of others, looked at last
 */
public record JavaHomes(Path first, Map<String, String> environment, Path installed) {

    /** Where they are looked for, in words. */
    public static final String PLACES = "JAVA_HOME, JAVA25_HOME and the like, /usr/lib/jvm";

    private static final Pattern VARIABLE = Pattern.compile("JAVA_?\\d*_HOME(_\\d+_\\w+)?");
    private static final Pattern VERSION = Pattern.compile("(?m)^JAVA_VERSION=\"(?:1\\.)?(\\d{1,4})");

    public JavaHomes {
        environment = Map.copyOf(environment);
    }

    /** Those of this machine; the one that runs this program comes first. */
    public static JavaHomes ofThisMachine() {
        return new JavaHomes(Path.of(System.getProperty("java.home")), System.getenv(), Path.of("/usr/lib/jvm"));
    }

    /** The first whose Java is of that version or a later one, and that has a compiler too. */
    public Optional<Path> atLeast(int version) {
        return first(home -> version(home) >= version);
    }

    /** The first whose Java is of exactly that version, and that has a compiler too. */
    public Optional<Path> of(int version) {
        return first(home -> version(home) == version);
    }

    private Optional<Path> first(Predicate<Path> wanted) {
        Stream<Path> ofEnvironment = environment.keySet().stream()
                .filter(name -> VARIABLE.matcher(name).matches())
                .sorted()
                .map(name -> Path.of(environment.get(name)));
        return Stream.of(Stream.of(first), ofEnvironment, homesInstalled().stream())
                .flatMap(homes -> homes)
                .filter(wanted)
                .findFirst();
    }

    private List<Path> homesInstalled() {
        try (Stream<Path> homes = Files.list(installed)) {
            return homes.sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    // Every JDK says it in its file "release". 0 for what is none.
    private static int version(Path home) {
        if (!Files.isExecutable(home.resolve("bin/java")) || !Files.isExecutable(home.resolve("bin/javac"))) {
            return 0;
        }
        try {
            Matcher matcher = VERSION.matcher(Files.readString(home.resolve("release")));
            return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}

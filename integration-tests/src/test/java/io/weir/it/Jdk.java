package io.weir.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * An installed JDK.
 *
 * @param home its directory
 */
record Jdk(Path home) {

    private static final Path DEBIAN = Path.of("/usr/lib/jvm");

    /** The one that runs the tests, which also runs the program. */
    static Jdk current() {
        return new Jdk(Path.of(System.getProperty("java.home")));
    }

    /** This one and all others where Debian puts them. */
    static List<Jdk> installed() throws IOException {
        List<Path> homes = new ArrayList<>(List.of(current().home().toRealPath()));
        if (Files.isDirectory(DEBIAN)) {
            try (Stream<Path> entries = Files.list(DEBIAN)) {
                for (Path entry : entries.sorted().toList()) {
                    homes.add(entry.toRealPath());
                }
            }
        }
        return homes.stream().distinct().map(Jdk::new).filter(Jdk::isWhole).toList();
    }

    /** What it calls itself, such as 17.0.15. */
    String version() throws IOException {
        return Files.readAllLines(home.resolve("release")).stream()
                .filter(line -> line.startsWith("JAVA_RUNTIME_VERSION="))
                .map(line -> line.substring(line.indexOf('"') + 1, line.lastIndexOf('"')))
                .findFirst()
                .orElseThrow();
    }

    /** The path of one of its tools. */
    String tool(String name) {
        Path tool = home.resolve("bin").resolve(name);
        if (!Files.isExecutable(tool)) {
            throw new AssertionError(tool + " is missing; it is in the Debian package openjdk-17-jdk-headless");
        }
        return tool.toString();
    }

    private boolean isWhole() {
        return Files.isExecutable(home.resolve("bin").resolve("javac")) && Files.isReadable(home.resolve("release"));
    }
}

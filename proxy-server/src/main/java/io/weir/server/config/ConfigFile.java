package io.weir.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of a configuration.
 *
 * @param path as it was named, or, if it is included, relative to the same as the file that includes it
 * @param around the files that include it, from the outermost
 * @param levels blocks around what it says
 */
record ConfigFile(Path path, List<Path> around, int levels) {

    ConfigFile {
        around = List.copyOf(around);
    }

    /** A file that this one includes, within so many levels. */
    ConfigFile including(Path file, int within) {
        List<Path> outer = new ArrayList<>(around);
        outer.add(path);
        return new ConfigFile(file, outer, within);
    }

    int depth() {
        return around.size();
    }

    /** Whether the file is this one, or includes it, by whatever name. */
    boolean isWithin(Path file) {
        return isSame(path, file) || around.stream().anyMatch(outer -> isSame(outer, file));
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException unknown) {
            return one.toAbsolutePath()
                    .normalize()
                    .equals(other.toAbsolutePath().normalize());
        }
    }
}

package io.weir.server.config;

import io.weir.server.text.Excerpt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A symbolic link at the path of a file that is missing: the path itself is there, so a person is told where it leads. */
final class DanglingLink {

    private static final int LONGEST = 200;

    private DanglingLink() {}

    /** What is at the path of a missing file, if that is a symbolic link: {@code a symbolic link to TARGET, which is not there}. */
    static Optional<String> at(Path missing) {
        if (!Files.isSymbolicLink(missing)) {
            return Optional.empty();
        }
        try {
            String target = Excerpt.of(Files.readSymbolicLink(missing).toString(), LONGEST);
            return Optional.of("a symbolic link to " + target + ", which is not there");
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}

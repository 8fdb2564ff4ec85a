package io.weir.versus.proxy;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the programs of the rivals are: installed, or in a folder with another Debian, which are run with the libraries of that folder.
 *
 * @param folder the root of that Debian; empty for what is installed
 */
record Programs(Optional<Path> folder) {

    /** Those of this machine. */
    static final Programs INSTALLED = new Programs(Optional.empty());

    // Of the C library: it runs a program with other libraries than those of the machine.
    private static final PathMatcher LOADER =
            FileSystems.getDefault().getPathMatcher("glob:**/usr/lib/*-linux-gnu/ld-linux-*.so.*");

    private static final int LOADER_DEPTH = 2;

    /** Those of the Debian in this folder. */
    static Programs in(Path folder) {
        return new Programs(Optional.of(folder));
    }

    /** The Debian packages that must be installed to have those of {@code packages}. */
    List<String> packages(String... packages) {
        return folder.isEmpty() ? List.of(packages) : List.of("debootstrap");
    }

    /** What starts a server of {@code /usr/sbin} with these arguments. */
    List<String> command(String name, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (folder.isPresent()) {
            Path loader = loader(folder.get());
            Path libraries = loader.resolveSibling("");
            command.addAll(List.of(loader.toString(), "--library-path", libraries.toString()));
            command.add(folder.get().resolve("usr/sbin").resolve(name).toString());
        } else {
            command.add(name);
        }
        command.addAll(List.of(arguments));
        return command;
    }

    /** A file of these programs that has this path once they are installed. */
    Path file(String path) {
        return folder.map(root -> root.resolve(path.substring(1))).orElse(Path.of(path));
    }

    private static Path loader(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root.resolve("usr/lib"), LOADER_DEPTH)) {
            return files.filter(LOADER::matches).findFirst().orElseThrow(() -> new IOException("no Debian in " + root));
        }
    }
}

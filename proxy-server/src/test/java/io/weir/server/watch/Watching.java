package io.weir.server.watch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A watch of files of one directory, whose rounds a test counts out by hand. */
final class Watching implements ContentObserver {

    static final ReadLimits LIMITS = new ReadLimits(1_000, 5_000);

    final List<Change> changes = new ArrayList<>();
    final List<Set<Path>> unsettled = new ArrayList<>();
    final List<String> settling = new ArrayList<>();
    final List<Throwable> bugs = new ArrayList<>();
    private final Path directory;
    private final ContentWatch watch = new ContentWatch(LIMITS, this);

    Watching(Path directory) {
        this.directory = directory;
    }

    @Override
    public void changed(Change change) {
        changes.add(change);
    }

    @Override
    public void unsettled(Set<Path> paths) {
        unsettled.add(paths);
        settling.add("unsettled");
    }

    @Override
    public void settled() {
        settling.add("settled");
    }

    @Override
    public void failed(Throwable bug) {
        bugs.add(bug);
    }

    ContentWatch watch() {
        return watch;
    }

    Path path(String name) {
        return directory.resolve(name);
    }

    /** What a load would have seen of these files by now. */
    Snapshot load(String... names) {
        return new ContentReader(LIMITS)
                .snapshot(Stream.of(names).map(this::path).toList());
    }

    /** Loads these files, and watches them from then on. */
    Watching loaded(String... names) {
        watch.watch(load(names));
        return this;
    }

    /** The names of the files in each report of so many rounds. */
    List<Set<String>> rounds(int count) {
        int before = changes.size();
        for (int i = 0; i < count; i++) {
            watch.round();
        }
        return changes.subList(before, changes.size()).stream()
                .map(change -> names(change.paths()))
                .toList();
    }

    /** The state of that file in the last report. */
    FileState reported(String name) {
        FileState state = changes.get(changes.size() - 1).now().files().get(path(name));
        if (state == null) {
            throw new IllegalStateException(name + " is not watched");
        }
        return state;
    }

    Path write(String name, String text) {
        makeDirectoriesFor(name);
        return attempt(() -> Files.writeString(path(name), text));
    }

    void makeDirectoriesFor(String name) {
        attempt(() -> Files.createDirectories(path(name).resolveSibling("")));
    }

    /** Writes a file beside that one, and renames it. */
    void replace(String name, String text) {
        Path fresh = write(name + ".new", text);
        attempt(() -> Files.move(fresh, path(name), StandardCopyOption.ATOMIC_MOVE));
    }

    /** Points a symbolic link somewhere else, in one step, as kubelet does. */
    void swap(String link, String target) {
        attempt(() -> Files.createSymbolicLink(path(link + "_tmp"), Path.of(target)));
        attempt(() -> Files.move(path(link + "_tmp"), path(link), StandardCopyOption.ATOMIC_MOVE));
    }

    void link(String name, String target) {
        attempt(() -> Files.createSymbolicLink(path(name), Path.of(target)));
    }

    void delete(String name) {
        attempt(() -> Files.deleteIfExists(path(name)));
    }

    void makeDirectory(String name) {
        attempt(() -> Files.createDirectory(path(name)));
    }

    Set<String> names(Set<Path> paths) {
        return paths.stream().map(path -> directory.relativize(path).toString()).collect(Collectors.toSet());
    }

    static FileState unavailable(Obstacle obstacle) {
        return new FileState.Unavailable(obstacle);
    }

    private static <T> T attempt(FileAction<T> action) {
        try {
            return action.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @FunctionalInterface
    private interface FileAction<T> {
        T run() throws IOException;
    }
}

package io.weir.server.reload;

import io.weir.server.config.LoadResult;
import io.weir.server.config.Problem;
import io.weir.server.config.SettingsLoader;
import io.weir.server.config.Sources;
import io.weir.server.watch.ContentReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/** Loads a file again. A pipe is refused: its content is gone once it was read, and opening one that nobody writes to would block every later reload. */
record RepeatedLoad(Path file) implements LongFunction<LoadResult> {

    @Override
    public LoadResult apply(long heapBytes) {
        boolean isPipe = Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
        return isPipe ? refused() : SettingsLoader.load(file, heapBytes);
    }

    private LoadResult refused() {
        Problem pipe = new Problem(
                new Problem.Place(file.toString(), 0),
                "",
                "a pipe, which can be read once",
                "a file, for a configuration that is to be reloaded",
                Optional.empty());
        ContentReader reader = new ContentReader(SettingsLoader.READ_LIMITS);
        return new LoadResult.Rejected(
                List.of(pipe),
                List.of(),
                new Sources(List.of(), List.of(), reader.snapshot(List.of(file.toAbsolutePath()))));
    }
}

package io.weir.server;

import io.weir.server.config.SettingsLoader;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Prints the bytes that the environment, or else the configuration file in the only argument, states as {@code weir.memory}; nothing if
 * neither does. The launchers ask it before they start the program.
 */
public final class StatedMemoryMain {

    private StatedMemoryMain() {}

    /** Prints the bytes, without a line end. */
    public static void main(String[] arguments) {
        SettingsLoader.memory(Arrays.stream(arguments).findFirst().map(Path::of))
                .ifPresent(System.out::print);
    }
}

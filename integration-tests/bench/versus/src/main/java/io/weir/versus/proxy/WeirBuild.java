package io.weir.versus.proxy;

import java.nio.file.Path;
import java.util.List;

/**
 * A build of Weir, and what all that are started from it have in common.
 *
 * @param home a checkout of the project
 * @param heap WEIR_HEAP
 * @param javaOpts WEIR_JAVA_OPTS; empty for none
 * @param options more lines for the configuration
 */
public record WeirBuild(Path home, String heap, String javaOpts, List<String> options) {

    public WeirBuild {
        options = List.copyOf(options);
    }

    /** What starts it. */
    public Path launcher() {
        return home.resolve("proxy-server/bin/weir");
    }
}

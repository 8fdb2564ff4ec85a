package io.weir.conformance.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Weir, as its own launcher starts it. */
final class WeirRival implements Rival {

    private final String more;

    /** With more lines for its configuration. */
    WeirRival(String more) {
        this.more = more;
    }

    @Override
    public String name() {
        return "weir";
    }

    @Override
    public List<String> packages() {
        return List.of();
    }

    @Override
    public List<String> versionCommand(Path root) {
        return List.of(launcher(root), "--version");
    }

    @Override
    public List<String> prepare(Path root, Path directory, List<Way> ways) throws IOException {
        StringBuilder file = new StringBuilder("""
                weir {
                  event-loops = 1
                  buffers.count = 64
                  admin.bind = off
                  access-log.format = off
                """);
        for (int i = 0; i < ways.size(); i++) {
            file.append("""
                      listeners.way%1$d { bind = "127.0.0.1:%2$d", backend = way%1$d }
                      backends.way%1$d.servers.one.address = "127.0.0.1:%3$d"
                    """.formatted(i, ways.get(i).from(), ways.get(i).to()));
        }
        Files.writeString(directory.resolve("weir.conf"), file.append(more).append("}\n"));
        return List.of(launcher(root), "run", directory.resolve("weir.conf").toString());
    }

    @Override
    public Map<String, String> environment() {
        // Within the build it is the jar just made that is tested; the launcher builds none beside it.
        String jar = System.getProperty("weir.jar", "");
        return jar.isEmpty() ? Map.of("WEIR_HEAP", "64m") : Map.of("WEIR_HEAP", "64m", "WEIR_JAR", jar);
    }

    private static String launcher(Path root) {
        return root.resolve("proxy-server/bin/weir").toString();
    }
}

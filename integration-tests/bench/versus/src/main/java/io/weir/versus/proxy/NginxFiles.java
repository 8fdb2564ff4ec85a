package io.weir.versus.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the two nginx of a run have in common: one worker, which keeps its files in a directory of its own. */
final class NginxFiles {

    private static final List<String> TEMPORARY = List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi");

    private NginxFiles() {}

    /** Lines for the block {@code http}. */
    static String temporaryPaths(Path directory) {
        StringBuilder lines = new StringBuilder();
        TEMPORARY.forEach(name -> lines.append(name + "_temp_path " + directory.resolve(name) + ";\n"));
        return lines.toString();
    }

    /**
     * Writes the configuration and returns the command that runs it in the foreground.
     *
     * @param programs of which Debian it is
     * @param modules to load
     * @param blocks http or stream
     */
    static List<String> write(Programs programs, Path directory, List<String> modules, String blocks)
            throws IOException {
        StringBuilder loads = new StringBuilder();
        modules.forEach(
                module -> loads.append("load_module " + programs.file("/usr/lib/nginx/modules/" + module) + ";\n"));
        Path file = directory.resolve("nginx.conf");
        Path errors = directory.resolve("error.log");
        Files.writeString(file, loads + """
                user root;
                daemon off;
                worker_processes 1;
                worker_rlimit_nofile 20000;
                pid %s;
                error_log %s error;
                events { worker_connections 19900; }
                """.formatted(directory.resolve("nginx.pid"), errors) + blocks);
        return programs.command("nginx", "-p", directory.toString(), "-e", errors.toString(), "-c", file.toString());
    }
}

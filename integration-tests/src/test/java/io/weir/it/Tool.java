package io.weir.it;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A program that the tests need, and the Debian package that has it. */
enum Tool {
    CURL("curl", "curl"),
    H2LOAD("h2load", "nghttp2-client"),
    HAPROXY("haproxy", "haproxy"),
    JQ("jq", "jq"),
    NGINX("nginx", "nginx-light"),
    NODE("node", "nodejs"),
    PROMETHEUS("prometheus", "prometheus"),
    PROMTOOL("promtool", "prometheus"),
    REDIS_BENCHMARK("redis-benchmark", "redis-tools"),
    REDIS_CLI("redis-cli", "redis-tools"),
    REDIS_SERVER("redis-server", "redis-server"),
    WRK("wrk", "wrk");

    private final String command;
    private final String debianPackage;

    Tool(String command, String debianPackage) {
        this.command = command;
        this.debianPackage = debianPackage;
    }

    /** The command line of it with these arguments. Fails if it is not installed. */
    List<String> with(String... arguments) {
        List<String> line = new ArrayList<>();
        line.add(executable());
        line.addAll(List.of(arguments));
        return line;
    }

    private String executable() {
        // Servers are in sbin, which is not in everybody's PATH.
        return Stream.concat(Stream.of(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin"))
                .map(directory -> Path.of(directory, command))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElseThrow(() -> new AssertionError(command + " is missing; it is in the Debian package "
                        + debianPackage + ", which integration-tests/verify installs"));
    }
}

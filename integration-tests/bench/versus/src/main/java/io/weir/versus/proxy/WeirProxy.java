package io.weir.versus.proxy;

import io.weir.bench.harness.JavaHomes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Weir, as the launcher of a build starts it. */
final class WeirProxy implements ProxyKind {

    private static final int ANY_JAVA = 0;

    private final String name;
    private final WeirBuild build;
    private final int javaVersion;

    /** On the JDK that the launcher takes. */
    WeirProxy(String name, WeirBuild build) {
        this(name, build, ANY_JAVA);
    }

    /** On a JDK of that version. */
    WeirProxy(String name, WeirBuild build, int javaVersion) {
        this.name = name;
        this.build = build;
        this.javaVersion = javaVersion;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> packages(Variant variant) {
        return List.of();
    }

    @Override
    public boolean isWeir() {
        return true;
    }

    @Override
    public Optional<Path> launcher() {
        return Optional.of(build.launcher());
    }

    @Override
    public Optional<String> hindrance() {
        if (!Files.isExecutable(build.launcher())) {
            return Optional.of("no launcher in " + build.home());
        }
        return javaVersion == ANY_JAVA || javaHome().isPresent()
                ? Optional.empty()
                : Optional.of("no JDK " + javaVersion + " in " + JavaHomes.PLACES);
    }

    // Left different: Via and X-Forwarded-Proto, -Host and -Port, which Weir writes beside X-Forwarded-For and the
    // rivals do not. No key
    // asks for X-Forwarded-For alone, and no proxy may leave Via out (RFC 9110 7.6.3).
    @Override
    public List<String> prepare(Setup setup) throws IOException {
        Path file = setup.directory().resolve("weir.conf");
        Variant variant = setup.variant();
        String configuration = """
                weir {
                  event-loops = %1$d
                  buffers.count = %2$d
                  listeners.web { bind = "127.0.0.1:%3$d", protocol = %4$s, backend = server }
                  backends.server.servers.one.address = "127.0.0.1:%5$d"
                  limits { connections = 12000, requests-per-connection = %6$d }
                  timeouts { keep-alive = %7$s, server-keep-alive = %7$s }
                  admin.bind = "127.0.0.1:%8$d"
                  access-log.format = %9$s
                }
                """.formatted(
                        variant.loops(),
                        variant.buffers(),
                        setup.port(),
                        variant.tcp() ? "tcp" : "http",
                        setup.serverPort(),
                        Setup.MANY_REQUESTS,
                        Setup.TIMEOUT,
                        setup.adminPort(),
                        variant.log() ? "text" : "off");
        Files.writeString(file, configuration + String.join("\n", build.options()) + "\n");
        return List.of(build.launcher().toString(), "run", file.toString());
    }

    @Override
    public Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(Map.of("WEIR_HEAP", build.heap()));
        if (!build.javaOpts().isEmpty()) {
            environment.put("WEIR_JAVA_OPTS", build.javaOpts());
        }
        if (javaVersion != ANY_JAVA) {
            javaHome().ifPresent(home -> environment.put("WEIR_JAVA_HOME", home.toString()));
        }
        return environment;
    }

    private Optional<Path> javaHome() {
        return JavaHomes.ofThisMachine().of(javaVersion);
    }
}

package io.weir.stall.proxy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Another proxy of the JVM, with a main of our own; HTTP only. */
final class JvmPeer implements ProxyKind {

    private final PeerModule module;
    private final String name;
    private final String mainClass;

    JvmPeer(PeerModule module, String name, String mainClass) {
        this.module = module;
        this.name = name;
        this.mainClass = mainClass;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> packages(boolean tcp) {
        return List.of();
    }

    @Override
    public Optional<PeerModule> module() {
        return Optional.of(module);
    }

    @Override
    public List<String> prepare(Setup setup) throws IOException {
        Path target = setup.root().resolve("integration-tests/bench/stall").resolve(module.directory() + "/target");
        Path javaHome = module.javaHome().orElseThrow(() -> new IOException("no JDK for it"));
        return List.of(
                javaHome.resolve("bin/java").toString(),
                "-Xmx256m",
                "-XX:MaxDirectMemorySize=64m",
                "-cp",
                target.resolve("classes") + ":" + target.resolve("libraries") + "/*",
                "io.weir.stall.peers." + mainClass,
                Integer.toString(setup.port()),
                Integer.toString(setup.originPort()));
    }
}

package io.weir.stall.proxy;

import java.nio.file.Path;
import java.util.List;

/** Another proxy of the JVM, with a main of our own; HTTP only. */
final class JvmPeer implements ProxyKind {

    private final String name;
    private final String mainClass;

    JvmPeer(String name, String mainClass) {
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
    public boolean isPeer() {
        return true;
    }

    @Override
    public List<String> prepare(Setup setup) {
        Path target = setup.root().resolve("integration-tests/bench/stall/peers/target");
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:MaxDirectMemorySize=64m",
                "-cp",
                target.resolve("classes") + ":" + target.resolve("libraries") + "/*",
                "io.weir.stall.peers." + mainClass,
                Integer.toString(setup.port()),
                Integer.toString(setup.originPort()));
    }
}

package io.weir.server.cli;

import io.netty.util.Version;
import picocli.CommandLine.IVersionProvider;

/** What {@code weir --version} prints. */
final class VersionProvider implements IVersionProvider {

    @Override
    public String[] getVersion() {
        Version netty = Version.identify().get("netty-transport");
        return new String[] {
            "weir " + io.weir.server.launch.Version.current(),
            "Java " + Runtime.version() + ", Netty " + (netty == null ? "unknown" : netty.artifactVersion())
        };
    }
}

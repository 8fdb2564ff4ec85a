package io.weir.server.config;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Loads configurations that stand in tests. */
final class Loading {

    /** What every configuration needs, in one line. */
    static final String MINIMUM =
            "weir { listeners.web { bind = \":0\", backend = shop }, backends.shop.servers.one.address = \"127.0.0.1:9000\" }\n";

    private Loading() {}

    /** The settings of a file that holds what every file needs, and then {@code text}. */
    static ProgramSettings settings(Path directory, String text) {
        return ((LoadResult.Accepted) load(directory, MINIMUM + text)).settings();
    }

    /** The problems of a file {@code weir.conf} with that text, one text each, the directory left out. */
    static List<String> problems(Path directory, String text) {
        LoadResult result = load(directory, text);
        return result instanceof LoadResult.Rejected rejected ? texts(directory, rejected.problems()) : List.of();
    }

    static List<String> warnings(Path directory, String text) {
        LoadResult result = load(directory, text);
        return result instanceof LoadResult.Accepted accepted ? texts(directory, accepted.warnings()) : List.of();
    }

    static LoadResult load(Path directory, String text) {
        try {
            return SettingsLoader.load(Files.writeString(directory.resolve("weir.conf"), text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address with that IP address. */
    static InetSocketAddress address(String ip, int port) {
        return new InetSocketAddress(Objects.requireNonNull(NetUtil.createInetAddressFromIpAddressString(ip)), port);
    }

    static List<String> texts(Path directory, List<Problem> problems) {
        return problems.stream()
                .map(problem -> problem.toString().replace(directory + "/", ""))
                .toList();
    }
}

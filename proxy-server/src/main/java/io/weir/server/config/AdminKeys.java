package io.weir.server.config;

import static io.weir.server.config.ValueTypes.hostNames;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The keys of the admin listener beside its address: part of {@link Keys}. */
final class AdminKeys {

    /** What stands in {@link #OPEN}. */
    static final List<String> OPEN_WORDS = List.of("health", "metrics");

    /** The word for no file. */
    static final String OFF = "off";

    /** Bytes of the path of a Unix socket at most: {@code sun_path} of Linux, without the zero at its end. */
    private static final int SOCKET_PATH_BYTES = 107;

    /** Bytes of its directory at most: the socket is bound in a private directory beside it, {@code /.wXXXXXX/s}, and moved into its place. */
    private static final int SOCKET_DIRECTORY_BYTES = SOCKET_PATH_BYTES - "/.wXXXXXX/s".length();

    private static final List<Key<?>> ALL = new ArrayList<>();

    static final Key<List<String>> HOSTS = key("hosts", hostNames());
    static final Key<Optional<Path>> SOCKET = key("socket", socketPath());
    static final Key<String> TOKEN_READ = key("tokens.read", tokenPath());
    static final Key<String> TOKEN_WRITE = key("tokens.write", tokenPath());
    static final Key<List<String>> OPEN = key("open", openPages());

    private AdminKeys() {}

    static List<Key<?>> all() {
        return List.copyOf(ALL);
    }

    private static <T> Key<T> key(String path, ValueType<T> type) {
        Key<T> key = new Key<>("weir.admin." + path, type);
        ALL.add(key);
        return key;
    }

    private static ValueType<Optional<Path>> socketPath() {
        ValueType<Path> path = ValueType.scalar(
                "the absolute path of a Unix socket, such as \"/run/weir/admin.sock\", of at most " + SOCKET_PATH_BYTES
                        + " bytes, and " + SOCKET_DIRECTORY_BYTES + " up to its last slash",
                text -> Optional.of(text).filter(AdminKeys::isSocketPath).map(Path::of));
        return Keys.optional(path).orWord(OFF, Optional.empty());
    }

    private static boolean isSocketPath(String text) {
        int slash = text.lastIndexOf('/');
        return text.startsWith("/")
                && !text.endsWith("/")
                && text.indexOf('\0') < 0
                && bytes(text) <= SOCKET_PATH_BYTES
                && bytes(text.substring(0, slash)) <= SOCKET_DIRECTORY_BYTES;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    // Any text: AdminReader refuses what is no path without telling it, because it may be the token itself.
    private static ValueType<String> tokenPath() {
        return ValueTypes.text("the absolute path of a file that holds the token, such as \"/run/secrets/weir\"")
                .orWord(OFF, OFF);
    }

    private static ValueType<List<String>> openPages() {
        return ValueTypes.words("a list of health and metrics, such as [ health, metrics ], or \"health, metrics\"")
                .orWord("none", List.of());
    }
}

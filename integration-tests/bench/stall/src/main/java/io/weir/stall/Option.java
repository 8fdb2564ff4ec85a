package io.weir.stall;

import io.weir.bench.harness.CommandOption;
import io.weir.stall.proxy.ProxyKinds;
import java.util.List;

/** What may stand on the command line: {@code --name value} or {@code --name=value}. */
enum Option implements CommandOption {
    DIRECTION(
            "WHICH",
            "download",
            "how clients stall: download (ask for a big body, read 1 KiB, stop), upload (send one to",
            "a server that stops reading), tunnel (TCP mode, both at once), heads (half-sent heads)"),
    STALLED("N", "1000", "stalled clients"),
    BUFFERS("N", "500", "buffers of 16 KiB, for weir and haproxy-limit"),
    SECONDS("N", "12", "how long small requests are sent beside the stalled clients"),
    RATE("N", "100", "small requests a second, each on a new connection"),
    QUIET("N", "10", "how many seconds of small requests are measured without stalled clients, before and after"),
    WARM_UP("N", "5", "how many seconds of small requests come first and are not measured; five times the rate"),
    PROXIES(
            "NAMES",
            String.join(",", ProxyKinds.DEFAULT),
            "in this order; of: " + String.join(", ", ProxyKinds.names())),
    ROUNDS("N", "1", "how often all of them are run, in turn; the summary has medians"),
    SIZE("BYTES", "104857600", "of a big body; 100m and the like may be said"),
    HEAD_BYTES("N", "200", "of a half-sent head"),
    CHECK("N", "20", "how many of the stalled clients go on in the end, and have every byte verified; or all"),
    ORIGIN("WHICH", "own", "the server: own, or nginx (Debian's, for downloads)"),
    CLIENT_BUFFER(
            "BYTES",
            "16384",
            "SO_SNDBUF and SO_RCVBUF of the stalled clients, whose kernel is elsewhere in real life but fills",
            "the same machine's TCP memory here"),
    SOCKET_BUFFER(
            "BYTES",
            "65536",
            "SO_SNDBUF and SO_RCVBUF of the rivals, which leave them to the kernel otherwise and fill the",
            "machine's TCP memory; weir has its own default"),
    HEAP("SIZE", "64m", "WEIR_HEAP for weir"),
    WEIR_OPTION(
            "HOCON",
            "",
            "one more line for weir's configuration, such as weir.buffers.stall-quota=0.25; may be",
            "repeated"),
    CGROUP("BYTES", "0", "run each proxy in a memory cgroup of that size (192m), socket memory accounted; 0: in none"),
    MARKDOWN("FILE", "", "write the table there too, as Markdown");

    private final Text text;

    Option(String value, String byDefault, String... meaning) {
        text = new Text(value, byDefault, meaning);
    }

    @Override
    public Text text() {
        return text;
    }

    static String allUsages() {
        return CommandOption.allUsages(List.of(values()));
    }
}

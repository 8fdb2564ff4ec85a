package io.weir.versus;

import io.weir.bench.harness.CommandOption;
import io.weir.versus.proxy.ProxyKinds;

/** What may stand on the command line. */
enum Option implements CommandOption {
    SCENARIOS("NAMES", "all", "of those that --list lists, in this order"),
    LIST("", "", "list the scenarios and run none"),
    PROXIES(
            "NAMES",
            String.join(",", ProxyKinds.DEFAULT),
            "in this order; of: " + String.join(", ", ProxyKinds.names())),
    ROUNDS("N", "5", "how often all of them have their turn"),
    SECONDS("N", "5", "how long a turn takes"),
    WEIR_WARM_UP(
            "N",
            "10",
            "how many seconds a Weir is loaded before the first round, and then until it no longer gets faster"),
    WARM_UP("N", "2", "the same for the others"),
    NO_PIN("", "", "leave all processes on all cores; else the proxy has core 0, and server and load the others"),
    RATE("N", "0", "requests a second of paced, instead of half of what the slowest can do"),
    SYSCALLS("", "", "count system calls too where allocation is looked at, with strace, after the rounds"),
    HEAP("SIZE", "128m", "WEIR_HEAP"),
    WEIR_OPTION(
            "HOCON",
            "",
            "one more line for the configuration of every Weir, such as weir.buffers.count=100; may be",
            "repeated"),
    WEIR_JAVA_OPTS("OPTS", "", "WEIR_JAVA_OPTS"),
    WEIR_HOME(
            "DIR",
            "",
            "another checkout of Weir, which takes part as weir-b; its launcher builds it there if it is not built"),
    WEIR_B_OPTS("OPTS", "", "WEIR_JAVA_OPTS of weir-b; without --weir-home it is the same build with these"),
    MARKDOWN("FILE", "", "write the report there too, as Markdown"),
    DATA("FILE", "", "write every figure of every round there too, separated by tabs"),
    PLOT("FILE", "", "draw CPU time by scenario and proxy there, as PNG");

    private final Text text;

    Option(String value, String byDefault, String... meaning) {
        text = new Text(value, byDefault, meaning);
    }

    @Override
    public Text text() {
        return text;
    }
}

package io.weir.versus.proxy;

import java.util.List;

/**
 * Which cores processes may run on: the proxy on the first, all else on the others.
 *
 * @param cores how many there are; 1 where nothing is pinned
 */
public record Pinning(int cores) {

    /** Nothing is pinned. */
    public static final Pinning NONE = new Pinning(1);

    /** What stands before the command of a proxy. */
    public List<String> proxy() {
        return cores > 1 ? taskset("0") : List.of();
    }

    /** What stands before the command of a server or a load. */
    public List<String> others() {
        return cores > 1 ? taskset("1-" + (cores - 1)) : List.of();
    }

    /** What is done, in words. */
    public String text() {
        return cores > 1
                ? "the proxy on core 0 with all its threads, server and load on "
                        + (cores > 2 ? "the others" : "core 1")
                : "nothing is pinned to a core";
    }

    private static List<String> taskset(String list) {
        return List.of("taskset", "-c", list);
    }
}

package io.weir.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Eventually;

/** Many clients in one container that begin a download and do not read it: what {@code src/test/node/crowd.js} tells. */
final class Crowd implements AutoCloseable {

    private static final int FAITHFUL = 20;

    private final Box box;

    private Crowd(Box box) {
        this.box = box;
    }

    /** Returns once every download has begun and none goes on. */
    static Crowd begin(Net net, Weir weir, String path, int clients) {
        Box box = Box.running(
                        "node",
                        "/crowd.js",
                        weir.box().address(),
                        String.valueOf(Weir.PORT),
                        path,
                        String.valueOf(clients),
                        String.valueOf(FAITHFUL))
                .file("/crowd.js", Servers.read("crowd.js"))
                // Small, so that what is not read stays with Weir.
                .sysctl("net.ipv4.tcp_rmem", "4096 16384 32768")
                .in(net)
                .start();
        Crowd crowd = new Crowd(box);
        Eventually.holds("every download has begun", () -> crowd.told("begun"));
        return crowd;
    }

    /** Has some read on and the others break off. Waits until each of those has the whole of what has this length and SHA-256. */
    void readOn(long length, String sum) {
        box.shell("touch /tmp/read");
        Eventually.holds(
                "every download has ended",
                () -> !Boolean.TRUE.equals(box.state().getRunning()));
        assertThat(box.out()).isEqualTo("begun\n" + length + " " + sum + " " + FAITHFUL + "\n");
    }

    @Override
    public void close() {
        box.close();
    }

    private boolean told(String line) {
        assertThat(box.state().getRunning())
                .as("the crowd is there: %s", box.err())
                .isTrue();
        return box.out().contains(line);
    }
}

package io.weir;

import io.weir.settings.Limits;
import io.weir.socket.SocketSettings;
import java.util.ArrayList;
import java.util.List;

/** Finds what cannot change while a Weir runs, because its memory sum was made with it. */
final class FixedSettings {

    private final WeirSettings started;
    private final List<String> changed = new ArrayList<>();

    private FixedSettings(WeirSettings started) {
        this.started = started;
    }

    /** The keys that {@code next} would change, below {@code weir}, each with both values. {@code started} is what Weir was started with. */
    static List<String> changed(WeirSettings started, WeirSettings next) {
        FixedSettings fixed = new FixedSettings(started);
        fixed.compare(next);
        return fixed.changed;
    }

    private void compare(WeirSettings next) {
        same("event-loops", started.effectiveEventLoops(), next.effectiveEventLoops());
        compare(started.buffers(), next.buffers());
        compare(started.limits(), next.limits());
        compare(started.sockets(), next.sockets());
        int listeners = next.socketCounts().listeners();
        int most = started.socketCounts().listeners();
        if (listeners > most) {
            changed.add("limits.listeners: " + listeners + " are needed (running: room for " + most + ")");
        }
    }

    private void compare(BufferSettings before, BufferSettings next) {
        same("buffers.count", before.count(), next.count());
        same("buffers.size", before.size(), next.size());
        same("buffers.reserve", before.reserve(), next.reserve());
        same("buffers.stall-quota", before.stallQuota(), next.stallQuota());
        same("buffers.client-share", before.clientShare(), next.clientShare());
    }

    private void compare(Limits before, Limits next) {
        if (next.connections() > before.connections()) {
            changed.add(
                    "limits.connections: " + next.connections() + " (running: at most " + before.connections() + ")");
        }
        if (next.generations() > before.generations()) {
            changed.add(
                    "limits.generations: " + next.generations() + " (running: at most " + before.generations() + ")");
        }
        same("limits.fields", before.fields(), next.fields());
        same("limits.parked-bytes", before.parkedBytes(), next.parkedBytes());
    }

    private void compare(SocketSettings before, SocketSettings next) {
        same("sockets.send-buffer", before.sendBuffer(), next.sendBuffer());
        same("sockets.receive-buffer", before.receiveBuffer(), next.receiveBuffer());
        same("sockets.backlog", before.backlog(), next.backlog());
        same("sockets.memory", before.memory(), next.memory());
        same("sockets.reuse-port", word(before.reusePort()), word(next.reusePort()));
    }

    private static String word(boolean isOn) {
        return isOn ? "on" : "off";
    }

    private void same(String key, Object running, Object asked) {
        if (!running.equals(asked)) {
            changed.add(key + ": " + asked + " (running: " + running + ")");
        }
    }
}

package io.weir.server.launch;

import io.weir.GenerationStatus;
import io.weir.WeirReloadException;
import io.weir.WeirSettings;
import io.weir.WeirStatus;
import io.weir.buffer.PoolLevel;
import io.weir.server.config.ProgramSettings;
import io.weir.server.reload.ReloadOutcome;
import io.weir.server.reload.Reloads;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A program of which only the outside is there, and which notes what is done to it. */
public final class FakeProgram implements Program {

    /** What was called, in order. */
    public final List<String> calls = new CopyOnWriteArrayList<>();

    /** Where its admin listener listens. */
    public Optional<InetSocketAddress> admin =
            Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 4712));

    /** How many exchanges its drain breaks off. */
    public int brokenOff;

    @Override
    public InetSocketAddress address(String listener) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711);
    }

    @Override
    public Optional<InetSocketAddress> admin() {
        return admin;
    }

    @Override
    public WeirSettings started() {
        throw new UnsupportedOperationException("not started");
    }

    @Override
    public long generation() {
        return 1;
    }

    @Override
    public List<Long> generations() {
        return List.of(generation());
    }

    @Override
    public Optional<WeirReloadException> whyNot(WeirSettings settings) {
        return Optional.empty();
    }

    @Override
    public long take(ProgramSettings settings, int generations, String hash) {
        calls.add("take");
        return 2;
    }

    @Override
    public void tell(ReloadOutcome outcome) {
        calls.add("tell " + outcome.result());
    }

    @Override
    public void unsettled() {}

    @Override
    public void settled() {}

    @Override
    public void runs(String hash) {}

    @Override
    public Duration drainTimeout() {
        return Duration.ofSeconds(30);
    }

    @Override
    public void offer(Reloads reloads) {
        calls.add("offer");
    }

    @Override
    public PoolLevel buffers() {
        return new PoolLevel(0, 0, 68, 4, 0, 32, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    @Override
    public WeirStatus status() {
        return new WeirStatus(
                0,
                10_000,
                true,
                false,
                0,
                0,
                false,
                0,
                4 << 20,
                0,
                0,
                0,
                0,
                new GenerationStatus(List.of(1L), 0, 0, 0),
                List.of());
    }

    @Override
    public int drain(String cause) {
        calls.add("drain: " + cause);
        return brokenOff;
    }

    @Override
    public void close() {
        calls.add("close");
    }
}

package io.weir.server;

import io.weir.Weir;
import io.weir.WeirReloadException;
import io.weir.WeirSettings;
import io.weir.WeirStatus;
import io.weir.buffer.PoolLevel;
import io.weir.buffer.StalledBuffer;
import io.weir.server.admin.AdminServer;
import io.weir.server.admin.AdminView;
import io.weir.server.admin.Write;
import io.weir.server.admin.WriteAnswer;
import io.weir.server.config.ProgramSettings;
import io.weir.server.launch.Program;
import io.weir.server.launch.Version;
import io.weir.server.reload.ReloadOutcome;
import io.weir.server.text.Amounts;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A proxy with all that belongs to it. */
final class RunningProgram implements Program, AdminView {

    private static final Logger LOG = LoggerFactory.getLogger(RunningProgram.class);

    // The body says nothing yet: {} or nothing at all.
    private static final int MOST_RELOAD_BYTES = 1024;

    private final Weir weir;
    private final Assembly.Parts parts;
    private final Optional<AdminServer> adminServer;

    RunningProgram(Weir weir, Assembly.Parts parts) {
        this(weir, parts, Optional.empty());
    }

    private RunningProgram(Weir weir, Assembly.Parts parts, Optional<AdminServer> adminServer) {
        this.weir = weir;
        this.parts = parts;
        this.adminServer = adminServer;
    }

    /** The same program, which owns that server. */
    RunningProgram with(AdminServer owned) {
        parts.metrics().watchAdminRefusals(owned.refusals());
        return new RunningProgram(weir, parts, Optional.of(owned));
    }

    @Override
    public InetSocketAddress address(String listener) {
        return weir.address(listener);
    }

    @Override
    public Optional<InetSocketAddress> admin() {
        return adminServer.flatMap(AdminServer::address);
    }

    @Override
    public WeirSettings started() {
        return weir.started();
    }

    @Override
    public long generation() {
        return weir.generation();
    }

    @Override
    public Optional<WeirReloadException> whyNot(WeirSettings settings) {
        return weir.whyNot(settings);
    }

    // Series first, so that no event comes before its counter.
    @Override
    public long take(ProgramSettings settings) {
        parts.metrics().follow(settings.weir());
        try {
            long generation = weir.reload(settings.weir());
            adminServer.ifPresent(server -> server.replace(settings.adminSettings()));
            return generation;
        } catch (RuntimeException | Error refused) {
            parts.metrics().follow(weir.settings());
            throw refused;
        }
    }

    @Override
    public Duration drainTimeout() {
        return weir.settings().timeouts().drain();
    }

    @Override
    public void tell(ReloadOutcome outcome) {
        parts.metrics().reloaded(outcome);
    }

    @Override
    public void runs(String hash) {
        parts.metrics().runs(hash);
    }

    @Override
    public void offer(Supplier<ReloadOutcome> reload) {
        adminServer.ifPresent(server -> server.register(new Write("/reload", MOST_RELOAD_BYTES, request -> {
            ReloadOutcome outcome = reload.get();
            return new WriteAnswer(outcome.result().status(), outcome.json() + "\n");
        })));
    }

    @Override
    public String version() {
        return Version.current();
    }

    @Override
    public boolean isReady() {
        return weir.isReady();
    }

    @Override
    public PoolLevel buffers() {
        return weir.buffers();
    }

    @Override
    public WeirStatus status() {
        return weir.status();
    }

    @Override
    public List<StalledBuffer> stalled(int most) {
        return weir.stalled(most);
    }

    @Override
    public void writeMetrics(OutputStream to) throws IOException {
        parts.metrics().scrape(to);
    }

    @Override
    public int drain() {
        String timeout = Amounts.duration(weir.settings().timeouts().drain());
        LOG.info("event=drain_begins sessions={} timeout={}", weir.status().sessions(), timeout);
        int brokenOff = weir.drain();
        if (brokenOff == 0) {
            LOG.info("event=drained");
        } else {
            LOG.warn("event=drain_timeout timeout={} broken_off={}", timeout, brokenOff);
        }
        return brokenOff;
    }

    /** The proxy first, so that its last exchanges are still logged; the admin listener tells of it to the end. */
    @Override
    public void close() {
        weir.close();
        parts.close();
        adminServer.ifPresent(AdminServer::close);
    }
}

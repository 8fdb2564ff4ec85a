package io.weir.server;

import io.weir.Weir;
import io.weir.WeirReloadException;
import io.weir.WeirSettings;
import io.weir.WeirStatus;
import io.weir.buffer.PoolLevel;
import io.weir.buffer.StalledBuffer;
import io.weir.server.access.Role;
import io.weir.server.admin.AdminServer;
import io.weir.server.admin.AdminView;
import io.weir.server.admin.RunningConfig;
import io.weir.server.admin.Write;
import io.weir.server.admin.WriteAnswer;
import io.weir.server.config.AdminSettings;
import io.weir.server.config.ProgramSettings;
import io.weir.server.config.Proposal;
import io.weir.server.config.ShownConfig;
import io.weir.server.launch.Program;
import io.weir.server.launch.Version;
import io.weir.server.reload.Asker;
import io.weir.server.reload.ReloadOutcome;
import io.weir.server.reload.Reloads;
import io.weir.server.reload.Trigger;
import io.weir.server.text.Amounts;
import io.weir.server.text.Excerpt;
import io.weir.settings.Limits;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A proxy with all that belongs to it. */
final class RunningProgram implements Program, AdminView {

    private static final Logger LOG = LoggerFactory.getLogger(RunningProgram.class);

    private final Weir weir;
    private final Assembly.Parts parts;
    private final AtomicReference<RunningConfig> config;
    private final Optional<AdminServer> adminServer;

    /** A program whose configuration is shown as {@code given}. */
    RunningProgram(Weir weir, Assembly.Parts parts, ShownConfig given) {
        this(
                weir,
                parts,
                new AtomicReference<>(new RunningConfig(weir.generation(), "", weir.settings(), given)),
                Optional.empty());
    }

    private RunningProgram(
            Weir weir, Assembly.Parts parts, AtomicReference<RunningConfig> config, Optional<AdminServer> adminServer) {
        this.weir = weir;
        this.parts = parts;
        this.config = config;
        this.adminServer = adminServer;
    }

    /** The same program, which owns that server. */
    RunningProgram with(AdminServer owned) {
        parts.metrics().watchAdminRefusals(owned.refusals());
        return new RunningProgram(weir, parts, config, Optional.of(owned));
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
    public List<Long> generations() {
        return weir.status().generation().inUse();
    }

    @Override
    public Optional<WeirReloadException> whyNot(WeirSettings settings) {
        return weir.whyNot(settings);
    }

    // Series first, so that no event comes before its counter.
    @Override
    public long take(ProgramSettings settings, int generations, String hash) {
        parts.metrics().follow(settings.weir());
        try {
            long generation = weir.reload(atMost(generations, settings.weir()));
            AdminSettings admin = settings.adminSettings();
            config.set(new RunningConfig(generation, hash, settings.weir(), admin.shown()));
            adminServer.ifPresent(server -> server.replace(admin));
            return generation;
        } catch (RuntimeException | Error refused) {
            parts.metrics().follow(weir.settings());
            throw refused;
        }
    }

    private static WeirSettings atMost(int generations, WeirSettings settings) {
        Limits limits = settings.limits();
        return settings.withLimits(limits.withGenerations(Math.min(generations, limits.generations())));
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
    public void unsettled() {
        parts.metrics().filesUnsettled();
    }

    @Override
    public void settled() {
        parts.metrics().filesSettled();
    }

    @Override
    public void runs(String hash) {
        parts.metrics().runs(hash);
        config.updateAndGet(running -> running.withHash(hash));
    }

    @Override
    public void offer(Reloads reloads) {
        adminServer.ifPresent(server -> {
            server.register(Write.withoutContent("/reload", request -> answer(reloads.reload(Trigger.ADMIN))));
            server.register(new Write(
                    "/config/diff",
                    Role.READ,
                    Proposal.mostBytesHere(),
                    request -> answer(reloads.preview(request.body(), asker(request.role())))));
        });
    }

    private static Asker asker(Role role) {
        return role == Role.WRITE ? Asker.MAY_WRITE : Asker.MAY_READ;
    }

    private static WriteAnswer answer(ReloadOutcome outcome) {
        return new WriteAnswer(outcome.result().status(), outcome.json() + "\n");
    }

    @Override
    public RunningConfig config() {
        return Objects.requireNonNull(config.get());
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
    public int drain(String cause) {
        String timeout = Amounts.duration(weir.settings().timeouts().drain());
        LOG.info(
                "event=drain_begins cause=\"{}\" sessions={} timeout={}",
                Excerpt.inQuotes(cause),
                weir.status().sessions(),
                timeout);
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

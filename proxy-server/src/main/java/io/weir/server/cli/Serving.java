package io.weir.server.cli;

import io.weir.server.config.LoadResult;
import io.weir.server.config.ProgramSettings;
import io.weir.server.config.SettingsLoader;
import io.weir.server.launch.Banner;
import io.weir.server.launch.Bounded;
import io.weir.server.launch.ExitCode;
import io.weir.server.launch.Launch;
import io.weir.server.launch.Launcher;
import io.weir.server.launch.MemoryPlan;
import io.weir.server.launch.Program;
import io.weir.server.launch.StopSignal;
import io.weir.server.reload.Reloader;
import io.weir.server.reload.Reloads;
import io.weir.server.service.ServiceNotices;
import io.weir.server.text.Amounts;
import io.weir.session.SessionObserver;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apache.commons.cli.Option;

/** Runs a proxy from its start to its orderly stop. */
final class Serving {

    /** What a stop takes beyond {@code timeouts.drain}: the last answers arrive, sockets close, logs are written out. */
    private static final Duration CLOSING = Duration.ofSeconds(10);

    // Standard error may be a pipe that is not read; the proxy serves all the same.
    private static final Duration BANNER = Duration.ofSeconds(2);

    /** The option of the commands that serve, for {@link #detail}. */
    static final Option EXPLAIN_MEMORY =
            Usage.flag("explain-memory", "Print the memory sum at the start, as weir check does.");

    private final Launcher launcher;
    private final StopSignal stop;
    private final HangUps hangUps = new HangUps();
    private final ServiceNotices notices;

    Serving(Launcher launcher, StopSignal stop, ServiceNotices notices) {
        this.launcher = launcher;
        this.stop = stop;
        this.notices = notices;
    }

    /** What the first lines tell, as it is given. */
    static Banner.Detail detail(Given given) throws UsageException {
        return given.has(EXPLAIN_MEMORY) ? Banner.Detail.MEMORY_SUM : Banner.Detail.ESSENTIAL;
    }

    /** Makes a signal stop in order what is about to be served. */
    void arm() {
        stop.arm();
    }

    /** The same for what can be reloaded: a hang-up that comes before it is served reloads it then. */
    void armForReloads() {
        stop.onHangUp(hangUps::come);
        stop.arm();
    }

    /** Serves what was loaded from {@code file}, and what changes of it, until a signal asks for the stop. Call {@link #armForReloads()} first. */
    ExitCode serve(Path file, LoadResult.Accepted loaded, Banner.Detail detail, PrintWriter err)
            throws InterruptedException {
        return serve(
                loaded.settings(),
                Optional.of((program, plan) -> new Reloads(
                        new Reloader(file, loaded, program, new PlannedStart(plan)),
                        loaded.settings().watch(),
                        SettingsLoader.READ_LIMITS,
                        notices)),
                detail,
                err);
    }

    /** Serves settings without a file, until a signal asks for the stop. Call {@link #arm()} first. */
    ExitCode serve(ProgramSettings asked, Banner.Detail detail, PrintWriter err) throws InterruptedException {
        return serve(asked, Optional.empty(), detail, err);
    }

    private ExitCode serve(
            ProgramSettings asked,
            Optional<BiFunction<Program, MemoryPlan, Reloads>> reloading,
            Banner.Detail detail,
            PrintWriter err)
            throws InterruptedException {
        MemoryPlan plan = MemoryPlan.of(asked);
        if (!Report.fits(plan, err)) {
            return ExitCode.DOES_NOT_FIT;
        }
        ProgramSettings settings = plan.settings();
        Launch launch = launcher.launch(settings, SessionObserver.NONE);
        if (launch instanceof Launch.Failed failed) {
            err.println("weir: " + failed.message());
            return ExitCode.CANNOT_START;
        }
        try (Program program = ((Launch.Started) launch).program()) {
            Optional<Reloads> reloads = reloading.map(how -> how.apply(program, plan));
            // Before a hang-up that came during the start is a reload, which is told as well.
            notices.ready(program.generation());
            reloads.ifPresent(known -> offer(known, program));
            List<String> banner = new Banner(plan, program).lines(detail);
            Bounded.run(BANNER, () -> banner.forEach(err::println));
            String cause = stop.await(
                    () -> program.drainTimeout().plus(CLOSING),
                    () -> program.status().sessions());
            reloads.ifPresent(Reloads::close);
            notices.stopping(Amounts.duration(program.drainTimeout()));
            return program.drain(cause) == 0 ? ExitCode.OK : ExitCode.BROKEN_OFF;
        }
    }

    private void offer(Reloads reloads, Program program) {
        program.offer(reloads);
        hangUps.serve(reloads::ask);
    }
}

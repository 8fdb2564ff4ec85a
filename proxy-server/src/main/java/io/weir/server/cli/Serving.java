package io.weir.server.cli;

import io.weir.server.config.ProgramSettings;
import io.weir.server.launch.Banner;
import io.weir.server.launch.Bounded;
import io.weir.server.launch.ExitCode;
import io.weir.server.launch.Launch;
import io.weir.server.launch.Launcher;
import io.weir.server.launch.MemoryPlan;
import io.weir.server.launch.Program;
import io.weir.server.launch.StopSignal;
import io.weir.session.SessionObserver;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;

/** Runs a proxy from its start to its orderly stop. */
final class Serving {

    /** What a stop takes beyond {@code timeouts.drain}: the last answers arrive, sockets close, logs are written out. */
    private static final Duration CLOSING = Duration.ofSeconds(10);

    // Standard error may be a pipe that is not read; the proxy serves all the same.
    private static final Duration BANNER = Duration.ofSeconds(2);

    private final Launcher launcher;
    private final StopSignal stop;

    Serving(Launcher launcher, StopSignal stop) {
        this.launcher = launcher;
        this.stop = stop;
    }

    /** Makes a signal stop in order what is about to be served. */
    void arm() {
        stop.arm();
    }

    /** Serves until a signal asks for the stop. Call {@link #arm()} first. */
    ExitCode serve(ProgramSettings asked, PrintWriter err) throws InterruptedException {
        MemoryPlan plan = MemoryPlan.of(asked);
        if (!plan.budget().fits()) {
            Report.tooLarge(err, plan.budget());
            return ExitCode.DOES_NOT_FIT;
        }
        if (!plan.descriptors().fits()) {
            Report.tooFewDescriptors(err, plan.descriptors());
            return ExitCode.DOES_NOT_FIT;
        }
        ProgramSettings settings = plan.settings();
        Launch launch = launcher.launch(settings, SessionObserver.NONE);
        if (launch instanceof Launch.Failed failed) {
            err.println("weir: " + failed.message());
            return ExitCode.CANNOT_START;
        }
        try (Program program = ((Launch.Started) launch).program()) {
            List<String> banner = new Banner(plan, program).lines();
            Bounded.run(BANNER, () -> banner.forEach(err::println));
            Duration grace = settings.weir().timeouts().drain().plus(CLOSING);
            stop.await(grace, () -> program.status().sessions());
            return program.drain() == 0 ? ExitCode.OK : ExitCode.BROKEN_OFF;
        }
    }
}

package io.weir.server;

import io.weir.Weir;
import io.weir.WeirObservers;
import io.weir.WeirStartException;
import io.weir.server.admin.AdminServer;
import io.weir.server.config.AccessLogFormat;
import io.weir.server.config.AdminSettings;
import io.weir.server.config.ProgramSettings;
import io.weir.server.launch.DescriptorBudget;
import io.weir.server.launch.FileDescriptors;
import io.weir.server.launch.Launch;
import io.weir.server.launch.Launcher;
import io.weir.server.launch.Version;
import io.weir.server.log.AccessLog;
import io.weir.server.metrics.Metrics;
import io.weir.server.text.Addresses;
import io.weir.session.SessionObserver;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts the program together: the proxy, what observes it, and the admin listener that shows it. */
public final class Assembly implements Launcher {

    private final OutputStream accessLogOut;

    /** An assembly whose access log goes to {@code accessLogOut}. */
    public Assembly(OutputStream accessLogOut) {
        this.accessLogOut = accessLogOut;
    }

    @Override
    public Launch launch(ProgramSettings settings, SessionObserver alsoTell) {
        Metrics metrics = new Metrics(settings.weir(), Version.current());
        Optional<AccessLog> accessLog = accessLog(settings.accessLog());
        Parts parts = new Parts(metrics, accessLog);
        try {
            Weir weir = Weir.start(settings.weir(), observers(parts, alsoTell));
            metrics.watch(weir::buffers, weir::status);
            accessLog.ifPresent(log -> metrics.watchDroppedLines(log::droppedLines));
            return withAdmin(
                    settings,
                    new RunningProgram(weir, parts, settings.adminSettings().shown()));
        } catch (WeirStartException cannotStart) {
            parts.close();
            return new Launch.Failed(explained(String.valueOf(cannotStart.getMessage())));
        }
    }

    private static Launch withAdmin(ProgramSettings settings, RunningProgram program) {
        Optional<InetSocketAddress> bind = settings.admin();
        AdminSettings admin = settings.adminSettings();
        if (bind.isEmpty() && admin.socket().isEmpty()) {
            return new Launch.Started(program);
        }
        try {
            int connections = DescriptorBudget.adminConnections(FileDescriptors.detect());
            return new Launch.Started(program.with(AdminServer.start(bind, admin, program, connections)));
        } catch (AdminServer.SocketException cannotListen) {
            program.close();
            return new Launch.Failed("admin: cannot listen on " + cannotListen.getMessage() + " (weir.admin.socket)");
        } catch (IOException cannotListen) {
            program.close();
            String address = bind.map(Addresses::text).orElse("");
            return new Launch.Failed(explained("admin: cannot listen on " + address + ": " + cannotListen.getMessage()
                    + " (weir.admin.bind, --admin)"));
        }
    }

    /** The system's words for a failed bind, and what to do about one that surprises people. */
    static String explained(String message) {
        return message.contains("Permission denied")
                ? message + "; ports below 1024 need root, CAP_NET_BIND_SERVICE or net.ipv4.ip_unprivileged_port_start"
                : message;
    }

    private static WeirObservers observers(Parts parts, SessionObserver alsoTell) {
        List<SessionObserver> sessions = new ArrayList<>();
        sessions.add(parts.metrics().sessions());
        parts.accessLog().ifPresent(sessions::add);
        sessions.add(alsoTell);
        sessions.removeIf(SessionObserver.NONE::equals);
        return new WeirObservers(parts.metrics().pool(), new SessionObservers(sessions));
    }

    private Optional<AccessLog> accessLog(AccessLogFormat format) {
        return switch (format) {
            case TEXT -> Optional.of(AccessLog.text(accessLogOut));
            case JSON -> Optional.of(AccessLog.json(accessLogOut));
            case OFF -> Optional.empty();
        };
    }

    /** What observes a proxy. */
    record Parts(Metrics metrics, Optional<AccessLog> accessLog) implements AutoCloseable {

        @Override
        public void close() {
            accessLog.ifPresent(AccessLog::close);
            metrics.close();
        }
    }
}

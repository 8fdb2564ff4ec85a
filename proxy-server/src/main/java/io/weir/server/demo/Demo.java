package io.weir.server.demo;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.weir.exchange.Timeline;
import io.weir.server.config.LoadResult;
import io.weir.server.config.ProgramSettings;
import io.weir.server.config.Setting;
import io.weir.server.config.SettingsLoader;
import io.weir.server.launch.ExitCode;
import io.weir.server.launch.Launch;
import io.weir.server.launch.Launcher;
import io.weir.server.launch.StopSignal;
import io.weir.server.text.Addresses;
import io.weir.session.SessionObserver;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Starts servers, the proxy and clients, and lets one watch. */
public final class Demo {

    private static final String LISTENER = "weir.listeners.demo.";
    private static final String SERVERS = "weir.backends.demo.servers.";
    private static final int USUAL_PORT = 8080;
    private static final String BUFFERS = "64";

    private final Launcher launcher;
    private final StopSignal stop;
    private final PrintWriter out;
    private final PrintWriter err;

    /** A demo that prints to {@code out}, or to {@code err} why there is none. */
    public Demo(Launcher launcher, StopSignal stop, PrintWriter out, PrintWriter err) {
        this.launcher = launcher;
        this.stop = stop;
        this.out = out;
        this.err = err;
    }

    /** Runs it until its time is over or the program is to stop. */
    public ExitCode run(DemoOptions options) throws InterruptedException {
        EventLoopGroup loop =
                new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("demo", true), NioIoHandler.newFactory());
        try (DemoServer alice = DemoServer.start("alice", loop);
                DemoServer bob = DemoServer.start("bob", loop)) {
            return run(options, loop, List.of(alice, bob));
        } finally {
            loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }

    private ExitCode run(DemoOptions options, EventLoopGroup loop, List<DemoServer> servers)
            throws InterruptedException {
        Requests requests = new Requests();
        int port = options.port().orElse(USUAL_PORT);
        Launch launch = launcher.launch(settings(port, servers), requests);
        if (launch instanceof Launch.Failed && options.port().isEmpty()) {
            launch = launcher.launch(settings(0, servers), requests);
        }
        if (launch instanceof Launch.Failed failed) {
            err.println("weir: " + failed.message());
            return ExitCode.CANNOT_START;
        }
        try (Show show = new Show(((Launch.Started) launch).program(), Screen.detect(out), requests.ended)) {
            show.run(options, loop, stop);
        }
        return ExitCode.OK;
    }

    private static ProgramSettings settings(int port, List<DemoServer> servers) {
        LoadResult result = SettingsLoader.load(List.of(
                setting(LISTENER + "bind", "127.0.0.1:" + port),
                setting(LISTENER + "backend", "demo"),
                setting(SERVERS + "alice.address", text(servers.get(0).address())),
                setting(SERVERS + "bob.address", text(servers.get(1).address())),
                setting("weir.buffers.count", BUFFERS),
                setting("weir.admin.bind", "127.0.0.1:0"),
                setting("weir.access-log.format", "off")));
        if (result instanceof LoadResult.Accepted accepted) {
            return accepted.settings();
        }
        throw new IllegalStateException("demo: " + result);
    }

    private static Setting setting(String path, String value) {
        return new Setting(path, value, "demo");
    }

    private static String text(InetSocketAddress address) {
        return Addresses.text(address);
    }

    /** Counts exchanges, the user's own included. */
    private static final class Requests implements SessionObserver {

        private final LongAdder ended = new LongAdder();

        @Override
        public void exchangeEnded(Timeline timeline) {
            ended.increment();
        }
    }
}

package io.weir.testing.wire;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.weir.route.RouteSettings;
import io.weir.settings.Protocol;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.slf4j.LoggerFactory;

/**
 * The servers, proxies and clients of one test, on a {@link Machine} that has what they need. After it all are ended, and the proxies must then hold nothing: no buffer, no
 * place in line, no parked byte, no slot, no session; and must have logged no warning, which is what a bug would have cost. That a loop
 * was late is no bug here: the machine may have been busy.
 */
public final class Scene implements BeforeEachCallback, AfterEachCallback, TestExecutionExceptionHandler {

    private static final String BACKEND = "backend";
    // Of an address that is unreachable. Linux lets one more wait.
    private static final int BACKLOG = 1;
    private static final int MORE_THAN_ITS_BACKLOG = 8;

    private final List<RunningProxy> proxies = new ArrayList<>();
    private final List<ScriptedServer> servers = new ArrayList<>();
    private final List<Closeable> holders = new ArrayList<>();
    private final List<FutureTask<?>> tasks = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Machine machine = new Machine();
    private boolean tunnels;

    /** Says that HTTP becomes tunnels here, each of which ends when both its sides have ended. */
    public Scene ofTunnels() {
        tunnels = true;
        return this;
    }

    /** Says that the log will have this warning, before its values are filled in, once. */
    public void expectWarning(String message) {
        warnings.add(message);
    }

    /** A server whose connections the test takes one by one. */
    public ScriptedServer server() throws IOException {
        return keep(ScriptedServer.manual(0));
    }

    /** A server whose kernel takes about this many bytes that it does not read. */
    public ScriptedServer serverOfReceiveBuffer(int bytes) throws IOException {
        return keep(ScriptedServer.manual(bytes));
    }

    /** A server that runs this on each connection. */
    public ScriptedServer server(ScriptedServer.Script script) throws IOException {
        return keep(ScriptedServer.running(script, 0));
    }

    /** An address where nobody listens before the test is over, unless it is a proxy of the test. */
    public InetSocketAddress nobody() throws IOException {
        HeldPort port = HeldPort.take();
        holders.add(port);
        return port.address();
    }

    /** An address that neither accepts nor refuses who connects. */
    public InetSocketAddress unreachable() throws IOException {
        ServerSocket full = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        holders.add(full);
        InetSocketAddress address = (InetSocketAddress) full.getLocalSocketAddress();
        for (int i = 0; i < MORE_THAN_ITS_BACKLOG; i++) {
            SocketChannel filler = SocketChannel.open();
            holders.add(filler);
            filler.configureBlocking(false);
            filler.connect(address);
        }
        if (KernelQueues.areKnown()) {
            KernelQueues queues = new KernelQueues(address.getPort());
            await("a full backlog", () -> queues.complete() > BACKLOG, () -> queues.complete() + " in it");
        }
        return address;
    }

    /** A proxy of which nothing is said. */
    public ProxyPlan proxy() {
        return new ProxyPlan(this, proxies::add);
    }

    /** A proxy for HTTP before one backend of these servers. */
    public ProxyPlan http(ScriptedServer... behind) {
        return before(Protocol.HTTP, behind);
    }

    /** A proxy for TCP before one backend of these servers. */
    public ProxyPlan tcp(ScriptedServer... behind) {
        return before(Protocol.TCP, behind);
    }

    private ProxyPlan before(Protocol protocol, ScriptedServer... behind) {
        ProxyPlan plan = proxy().listener(RunningProxy.FRONT, protocol, RouteSettings.everything(BACKEND));
        for (ScriptedServer server : behind) {
            plan.server(BACKEND, server.address());
        }
        return plan;
    }

    /** A client, which the test closes. */
    public static ScriptedConnection connect(InetSocketAddress address) throws IOException {
        return ScriptedConnection.to(address, 0);
    }

    /** Runs something beside the test, which fails if it does. */
    public <T> FutureTask<T> beside(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        tasks.add(task);
        Thread thread = new Thread(task, "beside");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    /** Waits until something holds that nobody signals; {@code description} tells what is, when it does not in time. */
    public static void await(String what, BooleanSupplier holds, Supplier<String> description) {
        Polling.await(what, holds, description);
    }

    /** Waits for the end of what runs beside the test. */
    public static <T> T join(FutureTask<T> task) {
        try {
            return task.get(Patience.SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("beside the test", e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("beside the test: not done in time", e);
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        machine.beforeEach(context);
        log.start();
        root().addAppender(log);
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        machine.handleTestExecutionException(context, failure);
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        machine.run(() -> checkAndEnd(context));
    }

    private void checkAndEnd(ExtensionContext context) throws IOException {
        boolean passed = context.getExecutionException().isEmpty();
        try {
            if (passed) {
                tasks.forEach(Scene::join);
            }
            for (RunningProxy proxy : proxies) {
                proxy.closeClients();
                if (tunnels || proxy.relays()) {
                    closeServers();
                }
                if (passed) {
                    proxy.awaitQuiescence();
                }
            }
        } finally {
            end();
        }
        if (passed) {
            assertThat(List.copyOf(log.list))
                    .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                    .filteredOn(event -> !event.getMessage().startsWith("event=late_turn "))
                    .extracting(ILoggingEvent::getMessage)
                    .containsExactlyElementsOf(warnings);
        }
    }

    private void end() throws IOException {
        proxies.forEach(proxy -> proxy.weir().close());
        closeServers();
        for (Closeable holder : holders) {
            holder.close();
        }
        root().detachAppender(log);
    }

    private void closeServers() throws IOException {
        for (ScriptedServer server : servers) {
            server.close();
        }
    }

    private ScriptedServer keep(ScriptedServer server) {
        servers.add(server);
        return server;
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}

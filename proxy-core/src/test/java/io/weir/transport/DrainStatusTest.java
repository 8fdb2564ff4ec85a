package io.weir.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.Weir;
import io.weir.WeirObservers;
import io.weir.WeirSettings;
import io.weir.session.SessionObserver;
import io.weir.testing.wire.Phase;
import io.weir.testing.wire.ProxyPlan;
import io.weir.testing.wire.RunningProxy;
import io.weir.testing.wire.Scene;
import io.weir.testing.wire.ScriptedConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** When the status of a proxy shows a drain: once every event loop has been told, not when the stop is asked for. */
final class DrainStatusTest {

    private static final Duration SHORT = Duration.ofMillis(200);

    @RegisterExtension
    final Scene scene = new Scene();

    @Test
    void a_drain_is_shown_once_every_loop_has_been_told() throws IOException {
        BusyLoop busy = new BusyLoop();
        try (Weir weir = Weir.start(plan().settings(), WeirObservers.of(busy));
                ScriptedConnection client = Scene.connect(weir.address(RunningProxy.FRONT));
                busy) {
            busy.awaitHeld();
            FutureTask<Integer> drained = scene.beside(weir::drain);
            await("not ready", () -> !weir.isReady());
            assertThat(weir.status().accepting()).isFalse();
            assertThat(weir.status().draining()).isFalse();
            busy.close();
            await("draining", () -> weir.status().draining());
            client.expectEnd();
            assertThat(Scene.join(drained)).isZero();
        }
    }

    @Test
    void a_drain_is_shown_at_its_deadline_though_a_loop_has_not_been_told() throws IOException {
        BusyLoop busy = new BusyLoop();
        WeirSettings settings = plan().timeout(Phase.DRAIN, SHORT).settings();
        try (Weir weir = Weir.start(settings, WeirObservers.of(busy));
                ScriptedConnection client = Scene.connect(weir.address(RunningProxy.FRONT));
                busy) {
            busy.awaitHeld();
            FutureTask<Integer> drained = scene.beside(weir::drain);
            await("draining", () -> weir.status().draining());
            busy.close();
            client.expectGone();
            assertThat(Scene.join(drained)).isZero();
        }
    }

    private ProxyPlan plan() throws IOException {
        return scene.http(scene.server()).loops(2);
    }

    private static void await(String what, BooleanSupplier holds) {
        Scene.await(what, holds, () -> "");
    }

    /** Holds the event loop of the first session until it is closed. */
    private static final class BusyLoop implements SessionObserver, AutoCloseable {

        private final CountDownLatch held = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        @Override
        public void sessionOpened(String listener) {
            held.countDown();
            awaitQuietly(released);
        }

        void awaitHeld() {
            await("a held loop", () -> held.getCount() == 0);
        }

        @Override
        public void close() {
            released.countDown();
        }

        private static void awaitQuietly(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

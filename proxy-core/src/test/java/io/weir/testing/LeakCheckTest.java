package io.weir.testing;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.container;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedSuccessfully;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

final class LeakCheckTest {
    @Test
    void a_class_that_leaks_a_buffer_fails() {
        containersOf(Leaks.class)
                .assertThatEvents()
                .haveExactly(
                        1,
                        event(
                                container(Leaks.class),
                                finishedWithFailure(
                                        instanceOf(IllegalStateException.class),
                                        message(text -> text.contains("memory leak")))));
    }

    @Test
    void a_class_that_releases_its_buffers_passes() {
        containersOf(Releases.class)
                .assertThatEvents()
                .haveExactly(1, event(container(Releases.class), finishedSuccessfully()));
    }

    @Test
    void a_buffer_held_by_the_class_around_a_nested_class_is_no_leak() {
        containersOf(HoldsAroundNested.class).assertStatistics(stats -> stats.failed(0));
    }

    /** Runs the class as any other test class: nothing here registers the extension. */
    private static Events containersOf(Class<?> testClass) {
        return EngineTestKit.engine("junit-jupiter")
                .enableImplicitConfigurationParameters(true)
                .selectors(selectClass(testClass))
                .execute()
                .containerEvents();
    }

    private static ByteBuf allocate() {
        return PooledByteBufAllocator.DEFAULT.buffer(16);
    }

    static final class Leaks {
        @Test
        void never_releases() {
            allocate().writeByte(1);
        }
    }

    static final class Releases {
        @Test
        void releases() {
            allocate().release();
        }
    }

    static final class HoldsAroundNested {
        private static final ByteBuf HELD = allocate();

        @AfterAll
        static void release() {
            HELD.release();
        }

        @Test
        void holds() {}

        @Nested
        final class Inner {
            @Test
            void ends_first() {}
        }
    }
}

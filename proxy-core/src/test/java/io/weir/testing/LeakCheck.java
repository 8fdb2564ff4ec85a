package io.weir.testing;

import io.netty.util.LeakPresenceDetector;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class that leaves a tracked Netty resource open.
 *
 * <p>JUnit finds it through {@code META-INF/services}; no test names it. It counts what comes from an allocator that tracks
 * leaks: a forgotten {@code Unpooled.copiedBuffer} goes unseen, so tests take their buffers from the pool or the channel. A
 * test must end its event loops before it returns, because a buffer released later is charged to the next class.
 */
public final class LeakCheck implements AfterAllCallback {
    @Override
    public void afterAll(ExtensionContext context) {
        if (isOutermost(context)) {
            LeakPresenceDetector.check();
        }
    }

    /** A {@code @Nested} class may end while the class around it still holds its own buffers. */
    private static boolean isOutermost(ExtensionContext context) {
        return context.getParent().flatMap(ExtensionContext::getTestClass).isEmpty();
    }
}

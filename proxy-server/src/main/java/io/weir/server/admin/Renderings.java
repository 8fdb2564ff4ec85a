package io.weir.server.admin;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renders long pages on a thread of its own, one at a time. Safe for use by any thread.
 *
 * <p>Requests for a page whose rendering has not begun share it, so the queue is never longer than there are pages, whatever the number of requests. A
 * rendering begins after each of its requests has come: no request gets a page that is older than itself.
 */
final class Renderings implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Renderings.class);
    private static final long KEPT_SECONDS = 10;

    private final ThreadPoolExecutor thread;

    @GuardedBy("this")
    private final Map<String, List<Consumer<Page>>> waiting = new HashMap<>();

    Renderings(ThreadFactory threads) {
        thread = new ThreadPoolExecutor(1, 1, KEPT_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
        thread.allowCoreThreadTimeOut(true);
    }

    /**
     * Renders a page; {@code done} is called on the thread of renderings.
     *
     * @throws java.util.concurrent.RejectedExecutionException after {@link #close}
     */
    synchronized void render(LongPage page, Consumer<Page> done) {
        if (!waiting.containsKey(page.path())) {
            thread.execute(() -> begin(page));
        }
        waiting.computeIfAbsent(page.path(), none -> new ArrayList<>()).add(done);
    }

    private void begin(LongPage page) {
        List<Consumer<Page>> requests = taken(page.path());
        Page rendered = rendered(page);
        requests.forEach(request -> request.accept(rendered));
    }

    private synchronized List<Consumer<Page>> taken(String path) {
        List<Consumer<Page>> requests = waiting.remove(path);
        return requests == null ? List.of() : requests;
    }

    private static Page rendered(LongPage page) {
        try {
            return page.rendered();
        } catch (IOException | RuntimeException | Error bug) {
            // Any Error: its requests would wait until their deadline.
            LOG.error("event=admin_page_failed target=\"{}\"", page.path(), bug);
            return Page.BUG;
        }
    }

    /** Renders no more. A rendering that is under way is interrupted. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}

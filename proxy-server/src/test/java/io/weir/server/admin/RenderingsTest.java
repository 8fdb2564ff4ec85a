package io.weir.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.testing.wire.Patience;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** However many requests there are, one page is rendered at a time, and few wait. */
final class RenderingsTest {

    private final Renderings renderings = new Renderings(Thread::new);
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger rendered = new AtomicInteger();
    private final AtomicInteger present = new AtomicInteger();
    private final AtomicInteger mostPresent = new AtomicInteger();
    private final BlockingQueue<Page> answers = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        gate.countDown();
        renderings.close();
    }

    @Test
    void requests_for_a_page_share_the_rendering_that_begins_after_them() throws Exception {
        renderings.render(page("/a"), answers::add);
        entered.await();
        for (int i = 0; i < 10_000; i++) {
            renderings.render(page("/a"), answers::add);
        }
        gate.countDown();
        assertThat(next().body()).hasToString("1");
        for (int i = 0; i < 10_000; i++) {
            assertThat(next().body()).hasToString("2");
        }
        assertThat(rendered).hasValue(2);
    }

    @Test
    void pages_are_rendered_one_at_a_time() throws Exception {
        for (int i = 0; i < 20; i++) {
            renderings.render(page("/" + i), answers::add);
        }
        gate.countDown();
        for (int i = 0; i < 20; i++) {
            next();
        }
        assertThat(mostPresent).hasValue(1);
    }

    @Test
    void a_page_that_fails_is_500_and_the_next_one_is_rendered() throws Exception {
        gate.countDown();
        renderings.render(
                new LongPage("/bad", "text/plain", out -> {
                    throw new IllegalStateException("bad");
                }),
                answers::add);
        assertThat(next().status().code()).isEqualTo(500);
        renderings.render(
                new LongPage("/worse", "text/plain", out -> {
                    throw new StackOverflowError();
                }),
                answers::add);
        assertThat(next().status().code()).isEqualTo(500);
        renderings.render(page("/good"), answers::add);
        assertThat(next().status().code()).isEqualTo(200);
    }

    @Test
    void after_the_end_nothing_is_rendered() {
        renderings.close();
        assertThatThrownBy(() -> renderings.render(page("/a"), answers::add))
                .isInstanceOf(RejectedExecutionException.class);
    }

    private LongPage page(String path) {
        return new LongPage(path, "text/plain", this::write);
    }

    private void write(OutputStream out) throws IOException {
        mostPresent.accumulateAndGet(present.incrementAndGet(), Math::max);
        entered.countDown();
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
        out.write('0' + rendered.incrementAndGet());
        present.decrementAndGet();
    }

    private Page next() throws InterruptedException {
        Page page = answers.poll(Patience.MILLIS, TimeUnit.MILLISECONDS);
        assertThat(page).isNotNull();
        return page;
    }
}

package io.weir.server.admin;

import io.weir.WeirStatus;
import io.weir.buffer.PoolLevel;
import io.weir.buffer.StalledBuffer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** What the admin listener shows. Health and version are called on its event loop, the rest on the thread of renderings, one call
 * at a time for each thread. */
public interface AdminView {

    /** What {@link #writeMetrics} writes. */
    String METRICS_CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /** Which version runs. */
    String version();

    /** Whether clients should be sent here. */
    boolean isReady();

    /** The configuration that runs, all of it of one moment. */
    RunningConfig config();

    /** How full the buffer pool is. */
    PoolLevel buffers();

    /** What the proxy is doing. */
    WeirStatus status();

    /** The buffers that have been stalled longest, at most so many. */
    List<StalledBuffer> stalled(int most);

    /** Writes all metrics in the text format of Prometheus. */
    void writeMetrics(OutputStream to) throws IOException;
}

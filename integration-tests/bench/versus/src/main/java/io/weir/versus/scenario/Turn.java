package io.weir.versus.scenario;

import io.weir.versus.proxy.Running;
import io.weir.versus.report.Round;
import java.io.IOException;
import java.time.Duration;

/** What is done to one proxy in one round. */
interface Turn {

    /** Loads it for so long, and tells what it came to. */
    Round run(Running proxy, Duration duration) throws IOException, InterruptedException;
}

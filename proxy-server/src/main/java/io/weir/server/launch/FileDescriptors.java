package io.weir.server.launch;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * The file descriptors of this process.
 *
 * @param limit how many it may have; {@link Long#MAX_VALUE} if the system has no such limit
 * @param open how many it has now
 */
public record FileDescriptors(long limit, long open) {

    /** A process without a limit. */
    static final FileDescriptors UNLIMITED = new FileDescriptors(Long.MAX_VALUE, 0);

    /** As they are now. The JVM has raised the soft limit to the hard one at its start. */
    public static FileDescriptors detect() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            long limit = system.getMaxFileDescriptorCount();
            // The kernel's "unlimited" is -1 in a long.
            return limit < 0 ? UNLIMITED : new FileDescriptors(limit, system.getOpenFileDescriptorCount());
        }
        return UNLIMITED;
    }
}

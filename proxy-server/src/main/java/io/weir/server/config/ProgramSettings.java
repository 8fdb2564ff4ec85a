package io.weir.server.config;

import io.weir.WeirSettings;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Everything that a configuration says.
 *
 * @param weir what the engine is told; what is automatic has a value there that is still to be worked out
 * @param admin where the admin listener binds; empty for none
 * @param adminSettings what the admin listener is told beside its address
 * @param accessLog how exchanges are written to standard output
 * @param watch how often the files of the configuration are read to see whether they have changed; empty for never
 * @param memory bytes that all of it may come to need; empty for what there is
 * @param automatic what is to be worked out from that memory
 * @param size how much text it is
 */
public record ProgramSettings(
        WeirSettings weir,
        Optional<InetSocketAddress> admin,
        AdminSettings adminSettings,
        AccessLogFormat accessLog,
        Optional<Duration> watch,
        OptionalLong memory,
        Set<Automatic> automatic,
        ConfigSize size) {

    public ProgramSettings {
        automatic = Set.copyOf(automatic);
    }

    /** Settings that leave nothing to be worked out, of no file that could be watched. */
    public ProgramSettings(WeirSettings weir, Optional<InetSocketAddress> admin, AccessLogFormat accessLog) {
        this(
                weir,
                admin,
                AdminSettings.NONE,
                accessLog,
                Optional.empty(),
                OptionalLong.empty(),
                Set.of(),
                ConfigSize.NONE);
    }

    /** The same, with nothing left to be worked out. */
    public ProgramSettings resolved(WeirSettings settings) {
        return new ProgramSettings(settings, admin, adminSettings, accessLog, watch, memory, Set.of(), size);
    }

    /** The same, made of so many bytes and tokens in files. */
    ProgramSettings ofText(long bytes, long tokens) {
        return new ProgramSettings(
                weir, admin, adminSettings, accessLog, watch, memory, automatic, size.ofText(bytes, tokens));
    }

    /** The heap that it takes as long as it is in use. */
    public Footprint footprint() {
        return Footprint.of(weir, size);
    }
}

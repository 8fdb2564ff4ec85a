package io.weir.server.config;

import io.weir.WeirSettings;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Everything that a configuration says.
 *
 * @param weir what the engine is told
 * @param admin where the admin listener binds; empty for none
 * @param accessLog how exchanges are written to standard output
 */
public record ProgramSettings(WeirSettings weir, Optional<InetSocketAddress> admin, AccessLogFormat accessLog) {}

package io.weir.server.admin;

import io.weir.WeirSettings;
import io.weir.server.config.ShownConfig;

/**
 * The configuration that runs.
 *
 * @param generation its number
 * @param hash of its files, 12 hexadecimal digits; empty if it has no file
 * @param workedOut its settings, with a value for everything that is automatic
 * @param given what the files say, over the defaults, without secrets
 */
public record RunningConfig(long generation, String hash, WeirSettings workedOut, ShownConfig given) {

    /** The same with the hash of its files. */
    public RunningConfig withHash(String known) {
        return new RunningConfig(generation, known, workedOut, given);
    }
}

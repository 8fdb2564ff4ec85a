package io.weir.server.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The signals that this process ignores, by the word of the kernel. The JVM leaves a SIGHUP ignored that was ignored at its start, as under {@code nohup}. */
final class IgnoredSignals {

    /** Number of SIGHUP. */
    static final int HUP = 1;

    private static final Pattern MASK = Pattern.compile("(?m)^SigIgn:\\s*[0-9a-f]*?([0-9a-f]{1,8})$");
    private static final int HEX = 16;

    private IgnoredSignals() {}

    /** Whether the process ignores the signal of that number, from 1 to 31; false where nothing tells. */
    static boolean has(int number) {
        try {
            return has(number, Files.readString(Path.of("/proc/self/status"), StandardCharsets.ISO_8859_1));
        } catch (IOException notLinux) {
            return false;
        }
    }

    /** The same by the text of {@code /proc/PID/status}: a mask in which the lowest bit is signal 1. */
    static boolean has(int number, String status) {
        Matcher mask = MASK.matcher(status);
        return mask.find() && ((Long.parseLong(mask.group(1), HEX) >> (number - 1)) & 1) == 1;
    }
}

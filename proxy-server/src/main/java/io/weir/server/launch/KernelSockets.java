package io.weir.server.launch;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What this kernel gives to sockets.
 *
 * @param throttledBytes memory of all TCP sockets of the machine from which on the kernel holds every one of them back
 * @param sendMost the largest send buffer that may be asked for
 * @param receiveMost the largest receive buffer that may be asked for
 * @param grownSend to which the kernel lets a send buffer grow that is left to it
 * @param grownReceive to which the kernel lets a receive buffer grow that is left to it
 */
public record KernelSockets(long throttledBytes, int sendMost, int receiveMost, long grownSend, long grownReceive) {

    private static final long PAGE = 4096;
    private static final int FIRST_LINES = 1024;
    private static final int HUGE = 256 << 20;
    private static final long GROWN_SEND = 4L << 20;
    private static final long GROWN_RECEIVE = 32L << 20;

    // The kernel's own default: three quarters of a sixteenth of the memory.
    private static final int MACHINE_PER_THROTTLED = 64;
    private static final int THROTTLED_PARTS = 3;

    /** As this machine has it. */
    public static KernelSockets detect() {
        return detect(Path.of("/"), most(StandardSocketOptions.SO_SNDBUF), most(StandardSocketOptions.SO_RCVBUF));
    }

    /** The same with another root of the file system, and what may be asked for. */
    static KernelSockets detect(Path root, int sendMost, int receiveMost) {
        Path ipv4 = root.resolve("proc/sys/net/ipv4");
        return new KernelSockets(
                throttled(root, number(ipv4.resolve("tcp_mem"), 0, 0)),
                sendMost,
                receiveMost,
                number(ipv4.resolve("tcp_wmem"), 2, GROWN_SEND),
                number(ipv4.resolve("tcp_rmem"), 2, GROWN_RECEIVE));
    }

    // A container does not see tcp_mem, but the size of the machine.
    private static long throttled(Path root, long pages) {
        if (pages > 0) {
            return pages * PAGE;
        }
        long kib = number(root.resolve("proc/meminfo"), 1, 0);
        return kib == 0 ? Long.MAX_VALUE : kib * 1024 / MACHINE_PER_THROTTLED * THROTTLED_PARTS;
    }

    /** Asks for far too much, and sees what comes of it: the bounds cannot be read inside a container. */
    private static int most(SocketOption<Integer> option) {
        boolean doubles =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
        try (SocketChannel probe = SocketChannel.open()) {
            probe.setOption(option, HUGE);
            int given = probe.getOption(option);
            return doubles ? given / 2 : given;
        } catch (IOException tooMuchForThisSystem) {
            return Integer.MAX_VALUE;
        }
    }

    /** The number at this place in the first line of a file. */
    private static long number(Path file, int place, long otherwise) {
        try (InputStream in = Files.newInputStream(file)) {
            // At once: such a file gives nothing to who comes back for more, and Files.readString() begins with one
            // byte.
            String text = new String(in.readNBytes(FIRST_LINES), StandardCharsets.US_ASCII);
            String[] words = text.strip().split("\\s+", -1);
            return place < words.length ? Long.parseLong(words[place]) : otherwise;
        } catch (IOException | NumberFormatException notThere) {
            return otherwise;
        }
    }
}

package io.weir.server.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** In a JVM of its own: the bounds are read once, when the first class of Netty is loaded. */
final class MemoryBoundsTest {

    @Test
    void netty_refuses_to_hold_more_than_its_bound() throws Exception {
        assertThat(probe()).isEqualTo("refused after 4 MiB, reckoned with 4 MiB, copies up to 65536");
    }

    @Test
    void what_the_command_line_says_wins() throws Exception {
        assertThat(probe("-Dio.netty.maxDirectMemory=8388608"))
                .isEqualTo("refused after 8 MiB, reckoned with 8 MiB, copies up to 65536");
    }

    private static String probe(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        if (Runtime.version().feature() >= 23) {
            // As bin/weir starts it.
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Probe.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return said.strip();
    }

    /** Takes direct memory of Netty until it is refused. */
    static final class Probe {

        private static final int MIB = 1 << 20;
        private static final int FAR_TOO_MUCH = 64;

        private Probe() {}

        public static void main(String[] args) {
            MemoryBounds.set();
            List<ByteBuf> taken = new ArrayList<>();
            try {
                while (taken.size() < FAR_TOO_MUCH) {
                    taken.add(UnpooledByteBufAllocator.DEFAULT.directBuffer(MIB));
                }
                System.out.println("never refused");
            } catch (OutOfMemoryError refused) {
                System.out.println("refused after " + taken.size() + " MiB, reckoned with "
                        + JvmMemory.current().nettyBytes() / MIB + " MiB, copies up to "
                        + System.getProperty(MemoryBounds.JDK_COPY));
            }
            taken.forEach(ByteBuf::release);
        }
    }
}

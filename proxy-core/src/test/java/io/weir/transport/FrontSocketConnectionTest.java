package io.weir.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.testing.wire.Scene;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whom a front connection is from. */
final class FrontSocketConnectionTest {

    @RegisterExtension
    final Scene scene = new Scene();

    @Test
    void the_other_side_speaks_for_itself_until_it_says_otherwise() throws IOException {
        InetSocketAddress source = InetSocketAddress.createUnresolved("client.test", 1);
        InetSocketAddress destination = InetSocketAddress.createUnresolved("called.test", 2);
        try (LoopBench bench = new LoopBench(scene, 1, 0)) {
            bench.onLoop(() -> {
                FrontSocketConnection front = bench.asFront();
                InetSocketAddress remote = front.remoteAddress();
                assertThat(front.clientAddress()).isEqualTo(remote);
                assertThat(front.calledAddress()).isNotEqualTo(remote);
                front.speaksFor(source, destination);
                assertThat(front.clientAddress()).isEqualTo(source);
                assertThat(front.calledAddress()).isEqualTo(destination);
                assertThat(front.remoteAddress()).isEqualTo(remote);
            });
        }
    }
}

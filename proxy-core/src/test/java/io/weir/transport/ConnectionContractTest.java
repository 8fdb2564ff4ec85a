package io.weir.transport;

import io.weir.testing.peer.EndingContract;
import io.weir.testing.peer.PeerRig;
import io.weir.testing.peer.ReadingContract;
import io.weir.testing.peer.WaitingContract;
import io.weir.testing.peer.WritingContract;
import io.weir.testing.wire.Scene;
import java.io.IOException;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The real connection, on a pair of sockets, keeps the contract of a connection. */
final class ConnectionContractTest implements ReadingContract, WaitingContract, WritingContract, EndingContract {

    @RegisterExtension
    final Scene scene = new Scene();

    @Override
    public PeerRig rig(int buffers, int parkedBytes) throws IOException {
        return new SocketRig(scene, buffers, parkedBytes);
    }
}

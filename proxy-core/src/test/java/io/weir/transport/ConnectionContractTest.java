package io.weir.transport;

import io.weir.testing.connection.ConnectionRig;
import io.weir.testing.connection.EndingContract;
import io.weir.testing.connection.ReadingContract;
import io.weir.testing.connection.WaitingContract;
import io.weir.testing.connection.WritingContract;
import io.weir.testing.wire.Scene;
import java.io.IOException;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The real connection, on a pair of sockets, keeps the contract of a connection. */
final class ConnectionContractTest implements ReadingContract, WaitingContract, WritingContract, EndingContract {

    @RegisterExtension
    final Scene scene = new Scene();

    @Override
    public ConnectionRig rig(int buffers, int parkedBytes) throws IOException {
        return new SocketRig(scene, buffers, parkedBytes);
    }
}

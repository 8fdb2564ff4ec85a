package io.weir.session;

import io.weir.testing.connection.ConnectionRig;
import io.weir.testing.connection.EndingContract;
import io.weir.testing.connection.ReadingContract;
import io.weir.testing.connection.WaitingContract;
import io.weir.testing.connection.WritingContract;

/** The connection without a socket, by which sessions are tested, keeps the contract of a connection. */
final class FakeConnectionTest implements ReadingContract, WaitingContract, WritingContract, EndingContract {

    @Override
    public ConnectionRig rig(int buffers, int parkedBytes) {
        return new FakeRig(buffers, parkedBytes);
    }
}

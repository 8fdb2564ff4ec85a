package io.weir.session;

import io.weir.testing.peer.EndingContract;
import io.weir.testing.peer.PeerRig;
import io.weir.testing.peer.ReadingContract;
import io.weir.testing.peer.WaitingContract;
import io.weir.testing.peer.WritingContract;

/** The connection without a socket, by which sessions are tested, keeps the contract of a connection. */
final class FakePeerTest implements ReadingContract, WaitingContract, WritingContract, EndingContract {

    @Override
    public PeerRig rig(int buffers, int parkedBytes) {
        return new FakeRig(buffers, parkedBytes);
    }
}

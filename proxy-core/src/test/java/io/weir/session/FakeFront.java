package io.weir.session;

import io.netty.buffer.ByteBuf;
import io.weir.reason.Ending;

/** A session that does nothing but count how often it is looked at. */
class FakeFront extends Front {

    int looks;

    @Override
    public void start(ByteBuf first) {
        first.release();
    }

    @Override
    public void lookForReset() {
        looks++;
    }

    @Override
    public void drain() {}

    @Override
    public boolean cutShort(Ending reason) {
        return false;
    }

    @Override
    public void abort(Ending reason) {}
}

package io.weir.session;

import io.netty.buffer.ByteBuf;
import io.weir.exchange.Generation;
import io.weir.exchange.Listener;
import io.weir.reason.Ending;
import io.weir.settings.Limits;
import io.weir.settings.Timeouts;
import io.weir.testing.Configured;

/** A session that does nothing but count how often it is looked at. */
class FakeFront extends Front {

    int looks;

    @Override
    public void start(ByteBuf first) {
        first.release();
    }

    FakeFront() {
        super(new Listener(Configured.generations(Timeouts.DEFAULT, Limits.DEFAULT)), "front");
    }

    @Override
    boolean isOn(Generation generation) {
        return false;
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

package io.weir.transport;

import io.netty.channel.ChannelId;
import java.io.Serial;
import java.util.concurrent.atomic.AtomicLong;

/** Number of a channel, unique in the process: no other is equal to it. */
final class PeerId implements ChannelId {

    @Serial
    private static final long serialVersionUID = 1;

    private static final AtomicLong LAST = new AtomicLong();

    private final long number = LAST.incrementAndGet();

    @Override
    public String asShortText() {
        return Long.toHexString(number);
    }

    @Override
    public String asLongText() {
        return asShortText();
    }

    @Override
    public int compareTo(ChannelId other) {
        return other instanceof PeerId peer
                ? Long.compare(number, peer.number)
                : asLongText().compareTo(other.asLongText());
    }
}

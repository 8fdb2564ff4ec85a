package io.weir.transport;

import io.netty.channel.ChannelId;
import java.io.Serial;
import java.util.concurrent.atomic.AtomicLong;

/** Number of a channel, unique in the process. */
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

    @Override
    public boolean equals(Object other) {
        return other instanceof PeerId peer && peer.number == number;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(number);
    }
}

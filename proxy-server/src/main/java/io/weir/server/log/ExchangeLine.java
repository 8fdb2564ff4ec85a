package io.weir.server.log;

import io.netty.util.NetUtil;
import io.weir.exchange.Timeline;
import io.weir.reason.Ending;
import io.weir.reason.Reason;
import java.net.Inet4Address;
import java.net.InetSocketAddress;

/** Writes the story of one exchange as one line. Confined to one thread. */
final class ExchangeLine {

    // The request line is at most about 2 KiB and grows sixfold when every byte of it has to be escaped.
    private static final int CAPACITY = 16 * 1024;

    private final LineFormat format;
    private final LineBuffer line = new LineBuffer(CAPACITY);
    private final Timestamp timestamp = new Timestamp();

    ExchangeLine(LineFormat format) {
        this.format = format;
    }

    /** The line, valid until the next one is written. */
    LineBuffer write(Timeline timeline) {
        line.clear();
        time(timeline.startMillis());
        number("session", timeline.session());
        number("exchange", timeline.number());
        address("client", timeline.client());
        peer(timeline);
        name("listener", timeline.listener());
        request(timeline);
        number("status", timeline.status());
        name("reason", timeline.reason().word());
        name("side", side(timeline.reason()));
        name("backend", timeline.backend());
        name("server", timeline.server());
        number("attempts", timeline.attempts());
        number("reused", timeline.reused() ? 1 : 0);
        number("bytes_in", timeline.requestBytes());
        number("bytes_out", timeline.responseBytes());
        millis("buffer_wait", timeline.bufferWaitNanos());
        millis("slot_wait", timeline.slotWaitNanos());
        millis("connect", timeline.connectNanos());
        millis("ttfb", timeline.timeToFirstByteNanos());
        millis("total", timeline.totalNanos());
        format.end(line);
        return line;
    }

    // An exchange that ended as it should is nobody's fault.
    private static String side(Reason reason) {
        return reason.equals(Ending.DONE) ? "" : reason.side().word();
    }

    private void request(Timeline timeline) {
        name("method", timeline.method());
        name("target", timeline.target());
        name("version", timeline.version().number());
    }

    private void time(long millisSince1970) {
        format.name(line, "time");
        format.quote(line);
        timestamp.append(line, millisSince1970);
        format.quote(line);
    }

    private void peer(Timeline timeline) {
        if (timeline.peer().equals(timeline.client())) {
            name("peer", "");
        } else {
            address("peer", timeline.peer());
        }
    }

    // Whoever speaks for a client need not tell its port.
    private void address(String name, InetSocketAddress address) {
        format.name(line, name);
        format.quote(line);
        boolean isKnown = address.getPort() != 0;
        if (address.getAddress() instanceof Inet4Address ip) {
            octets(ip.getAddress());
            if (isKnown) {
                line.append(':').append(address.getPort());
            }
        } else {
            line.append(
                    isKnown ? NetUtil.toSocketAddressString(address) : NetUtil.toAddressString(address.getAddress()));
        }
        format.quote(line);
    }

    private void octets(byte[] ip) {
        for (int i = 0; i < ip.length; i++) {
            if (i > 0) {
                line.append('.');
            }
            line.append(Byte.toUnsignedInt(ip[i]));
        }
    }

    private void name(String name, String value) {
        format.name(line, name);
        format.fromWire(line, value);
    }

    private void number(String name, long value) {
        format.name(line, name);
        line.append(value);
    }

    private void millis(String name, long nanos) {
        format.name(line, name);
        if (nanos == Timeline.NEVER) {
            format.none(line);
        } else {
            line.millis(nanos);
        }
    }
}

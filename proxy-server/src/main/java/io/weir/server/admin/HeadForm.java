package io.weir.server.admin;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/**
 * Refuses heads that the decoder would repair: folded fields, control characters, and a request line with other whitespace than two spaces (RFC 9112 3,
 * 5.2; RFC 9110 5.5). What is repaired here may have been read in another way by a proxy before this listener. Fires {@link Bad}, and passes nothing of
 * such a head on beyond its fault. Confined to the event loop of its connection.
 */
final class HeadForm extends ChannelInboundHandlerAdapter {

    private static final int SPACES_OF_REQUEST_LINE = 2;
    private static final int DELETE = 0x7f;

    private boolean isRequestLine = true;
    private boolean isAfterReturn;
    private int length;
    private int spaces;
    private State state = State.HEAD;

    private enum State {
        HEAD,
        ENDED,
        BAD
    }

    /** A head that is no HTTP/1. */
    enum Bad {
        HEAD
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (state == State.HEAD && message instanceof ByteBuf bytes) {
            bytes.forEachByte(this::isUnfinished);
            if (state == State.BAD) {
                bytes.release();
                context.fireUserEventTriggered(Bad.HEAD);
                return;
            }
        }
        if (state == State.BAD) {
            ReferenceCountUtil.release(message);
        } else {
            context.fireChannelRead(message);
        }
    }

    /** Looks at the next byte; whether the head goes on. */
    private boolean isUnfinished(byte b) {
        if (b == '\n') {
            endLine();
        } else if (isAfterReturn || !isAllowed(b)) {
            state = State.BAD;
        } else if (b == '\r') {
            isAfterReturn = true;
        } else {
            length++;
        }
        return state == State.HEAD;
    }

    private void endLine() {
        isAfterReturn = false;
        if (length > 0) {
            isRequestLine = false;
        } else if (!isRequestLine) {
            // RFC 9112 2.2: empty lines before the request line are passed over.
            state = State.ENDED;
        }
        length = 0;
    }

    private boolean isAllowed(byte b) {
        if (b == ' ') {
            return length > 0 && (!isRequestLine || ++spaces <= SPACES_OF_REQUEST_LINE);
        }
        if (b == '\t') {
            return length > 0 && !isRequestLine;
        }
        return b == '\r' || b < 0 || (b > ' ' && b != DELETE);
    }
}

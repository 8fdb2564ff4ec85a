package io.weir.server.demo;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Answers {@code /small}, {@code /big} and {@code /echo}, and never holds more than the socket takes. */
final class DemoHandler extends SimpleChannelInboundHandler<HttpObject> {

    /** Bytes of {@code /big}. */
    static final long BIG = 100_000_000;

    // Shared by all answers: this server has no memory of its own to fill.
    private static final ByteBuf PIECE =
            Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(64 * 1024)));

    private final String name;
    private long bigRemaining;
    private boolean echoing;

    DemoHandler(String name) {
        this.name = name;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
        if (message instanceof HttpRequest request) {
            begin(context, request);
        }
        if (echoing && message instanceof HttpContent content) {
            context.write(content.retain());
            echoing = !(content instanceof LastHttpContent);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        sendBig(context);
        readIfWritable(context);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }

    private void begin(ChannelHandlerContext context, HttpRequest request) {
        String target = request.uri();
        if (target.equals("/big")) {
            beginBig(context, request);
        } else if (target.equals("/echo")) {
            beginEcho(context, request);
        } else if (target.equals("/small")) {
            answer(context, HttpResponseStatus.OK, name + " says hello\n");
        } else if (target.equals("/")) {
            answer(context, HttpResponseStatus.OK, index());
        } else {
            answer(context, HttpResponseStatus.NOT_FOUND, name + " has no " + target + "\n");
        }
    }

    private void answer(ChannelHandlerContext context, HttpResponseStatus status, String text) {
        ByteBuf body = Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
        HttpUtil.setContentLength(response, body.readableBytes());
        write(context, response);
    }

    private void beginBig(ChannelHandlerContext context, HttpRequest request) {
        boolean isHead = request.method().equals(HttpMethod.HEAD);
        HttpResponse response = isHead
                ? new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.EMPTY_BUFFER)
                : new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        HttpUtil.setContentLength(response, BIG);
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/octet-stream");
        write(context, response);
        if (!isHead) {
            bigRemaining = BIG;
            sendBig(context);
            readIfWritable(context);
        }
    }

    private void beginEcho(ChannelHandlerContext context, HttpRequest request) {
        HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        if (HttpUtil.isContentLengthSet(request)) {
            HttpUtil.setContentLength(response, HttpUtil.getContentLength(request));
        } else {
            HttpUtil.setTransferEncodingChunked(response, true);
        }
        write(context, response);
        echoing = true;
    }

    private void write(ChannelHandlerContext context, HttpResponse response) {
        response.headers().set("x-server", name);
        context.write(response);
    }

    private void sendBig(ChannelHandlerContext context) {
        while (bigRemaining > 0 && context.channel().isWritable()) {
            int length = (int) Math.min(bigRemaining, PIECE.readableBytes());
            bigRemaining -= length;
            context.writeAndFlush(new DefaultHttpContent(PIECE.slice(0, length)));
            if (bigRemaining == 0) {
                context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
            }
        }
    }

    /** Takes nothing new while there is something to be sent. */
    private void readIfWritable(ChannelHandlerContext context) {
        context.channel()
                .config()
                .setAutoRead(bigRemaining == 0 && context.channel().isWritable());
    }

    private String index() {
        return """
            This is %s, behind Weir.

            /small   a short answer
            /big     100 MB
            /echo    what you send
            """.formatted(name);
    }
}

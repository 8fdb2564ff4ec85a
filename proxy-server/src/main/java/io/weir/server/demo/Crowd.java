package io.weir.server.demo;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that ask for {@code /big} and then read a thousand bytes a second. */
final class Crowd {

    private static final byte[] REQUEST = "GET /big HTTP/1.1\r\nHost: demo\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int RECEIVE_BUFFER = 8 * 1024;
    private static final int BYTES_PER_SECOND = 1024;

    private final AtomicInteger alive = new AtomicInteger();

    /** Sends in {@code count} clients, which stay until they are cut off or the loop ends. */
    void arrive(int count, InetSocketAddress proxy, EventLoopGroup loop) {
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.SO_RCVBUF, RECEIVE_BUFFER)
                .option(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new FixedRecvByteBufAllocator(BYTES_PER_SECOND).maxMessagesPerRead(1));
        for (int i = 0; i < count; i++) {
            bootstrap.clone().handler(new StalledReader()).connect(proxy);
        }
    }

    /** How many are connected. */
    int alive() {
        return alive.get();
    }

    private final class StalledReader extends SimpleChannelInboundHandler<ByteBuf> {

        @Override
        public void channelActive(ChannelHandlerContext context) {
            alive.incrementAndGet();
            context.channel().closeFuture().addListener(closed -> alive.decrementAndGet());
            context.writeAndFlush(Unpooled.wrappedBuffer(REQUEST));
            context.executor().scheduleAtFixedRate(context::read, 1, 1, TimeUnit.SECONDS);
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {}

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}

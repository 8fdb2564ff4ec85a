package io.weir.server.admin;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.handler.timeout.WriteTimeoutHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The admin listener: few connections, short requests, one thread, and no buffer of the pool. */
public final class AdminServer implements AutoCloseable {

    private static final int MAX_CONNECTIONS = 64;
    // The sum at start reckons with this many connections of these sizes: see launch.MemoryBudget.
    private static final int SEND_BUFFER = 16 * 1024;
    private static final int RECEIVE_BUFFER = 8 * 1024;
    private static final int MAX_REQUEST_LINE = 2048;
    private static final int MAX_HEAD = 16 * 1024;
    private static final int READ_BYTES = 4 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final EventLoopGroup loop;
    private final Channel listener;

    private AdminServer(EventLoopGroup loop, Channel listener) {
        this.loop = loop;
        this.listener = listener;
    }

    /**
     * Begins to listen.
     *
     * @throws IOException if the address cannot be had
     */
    public static AdminServer start(InetSocketAddress bind, AdminView view) throws IOException {
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("weir-admin", true), NioIoHandler.newFactory());
        ChannelFuture bound = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.ALLOCATOR, new UnpooledByteBufAllocator(false))
                .option(ChannelOption.SO_RCVBUF, RECEIVE_BUFFER)
                .childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES))
                .childHandler(new Connections(new Pages(view)))
                .bind(bind)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            shutDown(loop);
            throw new IOException(String.valueOf(bound.cause().getMessage()), bound.cause());
        }
        return new AdminServer(loop, bound.channel());
    }

    /** Where it listens, with the real port. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    @Override
    public void close() {
        listener.close().awaitUninterruptibly();
        shutDown(loop);
    }

    private static void shutDown(EventLoopGroup loop) {
        loop.shutdownGracefully(0, PATIENCE.toSeconds(), TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /** Prepares connections, as many as there may be. */
    private static final class Connections extends ChannelInitializer<SocketChannel> {

        private final AtomicInteger open = new AtomicInteger();
        private final Pages pages;

        Connections(Pages pages) {
            this.pages = pages;
        }

        @Override
        protected void initChannel(SocketChannel channel) {
            channel.closeFuture().addListener(closed -> open.decrementAndGet());
            if (open.incrementAndGet() > MAX_CONNECTIONS) {
                channel.close();
                return;
            }
            channel.pipeline()
                    .addLast(new ReadTimeoutHandler(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .addLast(new WriteTimeoutHandler(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .addLast(new HttpServerCodec(new HttpDecoderConfig()
                            .setMaxInitialLineLength(MAX_REQUEST_LINE)
                            .setMaxHeaderSize(MAX_HEAD)))
                    .addLast(new AdminHandler(pages));
        }
    }
}

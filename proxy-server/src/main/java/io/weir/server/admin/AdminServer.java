package io.weir.server.admin;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
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
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The admin listener: few connections, short requests, one thread, and no buffer of the pool. */
public final class AdminServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);

    // The sum at start counts AdminConnections.MOST connections of these sizes: see launch.MemoryBudget and
    // launch.DescriptorBudget.
    private static final int SEND_BUFFER = 16 * 1024;
    private static final int RECEIVE_BUFFER = 4 * 1024;
    private static final int BACKLOG = 16;
    private static final int MAX_REQUEST_LINE = 2048;
    private static final int MAX_HEAD = 16 * 1024;
    private static final int READ_BYTES = 4 * 1024;
    private static final Duration LONGEST_STOP = Duration.ofSeconds(10);

    private final EventLoopGroup loop;
    private final Channel listener;
    private final AdminConnections connections;

    private AdminServer(EventLoopGroup loop, Channel listener, AdminConnections connections) {
        this.loop = loop;
        this.listener = listener;
        this.connections = connections;
    }

    /**
     * Begins to listen.
     *
     * @param hosts names in {@code Host} for which pages are shown, beside {@code localhost} and all addresses
     * @param most connections at the same time, {@link AdminConnections#MOST} or fewer
     * @throws IOException if the address cannot be had
     */
    public static AdminServer start(InetSocketAddress bind, List<String> hosts, AdminView view, int most)
            throws IOException {
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("weir-admin", true), NioIoHandler.newFactory());
        AdminConnections connections = new AdminConnections(most);
        ChannelFuture bound = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.ALLOCATOR, new UnpooledByteBufAllocator(false))
                .option(ChannelOption.SO_RCVBUF, RECEIVE_BUFFER)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES))
                .childHandler(new Initializer(new Pages(view), new HostPolicy(hosts), connections))
                .bind(bind)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            shutDown(loop);
            throw new IOException(String.valueOf(bound.cause().getMessage()), bound.cause());
        }
        bound.channel().pipeline().addLast(new AcceptFailures());
        return new AdminServer(loop, bound.channel(), connections);
    }

    /** Where it listens, with the real port. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    @Override
    public void close() {
        listener.close().awaitUninterruptibly();
        loop.submit(connections::closeAll).awaitUninterruptibly();
        // Bytes of a closed connection are released by a later task, which a loop that ends may not run.
        loop.submit(() -> {}).awaitUninterruptibly();
        shutDown(loop);
    }

    private static void shutDown(EventLoopGroup loop) {
        loop.shutdownGracefully(0, LONGEST_STOP.toSeconds(), TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /** Ends what Netty would log as unhandled for each failed accept. Netty itself has stopped accepting for a second. */
    private static final class AcceptFailures extends ChannelInboundHandlerAdapter {

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            LOG.debug("event=admin_accept_failed cause=\"{}\"", cause.getMessage());
        }
    }

    /** Prepares connections. */
    private static final class Initializer extends ChannelInitializer<SocketChannel> {

        private final Pages pages;
        private final HostPolicy hosts;
        private final AdminConnections connections;

        Initializer(Pages pages, HostPolicy hosts, AdminConnections connections) {
            this.pages = pages;
            this.hosts = hosts;
            this.connections = connections;
        }

        @Override
        protected void initChannel(SocketChannel channel) {
            channel.pipeline()
                    .addLast(new HttpServerCodec(new HttpDecoderConfig()
                            .setMaxInitialLineLength(MAX_REQUEST_LINE)
                            .setMaxHeaderSize(MAX_HEAD)
                            .setHeadersFactory(BoundedFields.FACTORY)
                            .setTrailersFactory(BoundedFields.FACTORY)))
                    .addLast(new AdminHandler(pages, hosts, connections));
        }
    }
}

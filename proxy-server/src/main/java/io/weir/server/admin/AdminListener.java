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
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.stream.ChunkedWriteHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One socket on which the admin server listens, and the connections that were accepted there. */
final class AdminListener {

    private static final Logger LOG = LoggerFactory.getLogger(AdminListener.class);

    // The sum at start counts AdminConnections.MOST connections of these sizes: see launch.MemoryBudget and
    // launch.DescriptorBudget.
    private static final int SEND_BUFFER = 16 * 1024;
    private static final int RECEIVE_BUFFER = 4 * 1024;
    private static final int BACKLOG = 44;
    private static final int MAX_REQUEST_LINE = 2048;
    private static final int MAX_HEAD = 16 * 1024;
    private static final int READ_BYTES = 4 * 1024;
    private static final int LOW_WATER = 8 * 1024;

    /** Bytes of an answer that the socket has not taken, from which on no more of it is written. */
    static final int HIGH_WATER = 16 * 1024;

    private final Channel channel;
    private final AdminConnections connections;

    private AdminListener(Channel channel, AdminConnections connections) {
        this.channel = channel;
        this.connections = connections;
    }

    /** Listens on an address. */
    static AdminListener bind(
            EventLoopGroup loop, InetSocketAddress address, AdminPort port, AdminConnections connections)
            throws IOException {
        ServerBootstrap bootstrap = bootstrap(loop, port, connections)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_RCVBUF, RECEIVE_BUFFER);
        return new AdminListener(bound(bootstrap, address), connections);
    }

    /** Listens on a Unix socket. */
    static AdminListener bind(EventLoopGroup loop, Path path, AdminPort port, AdminConnections connections)
            throws IOException {
        ServerBootstrap bootstrap = bootstrap(loop, port, connections).channel(NioServerDomainSocketChannel.class);
        return new AdminListener(bound(bootstrap, UnixDomainSocketAddress.of(path)), connections);
    }

    private static ServerBootstrap bootstrap(EventLoopGroup loop, AdminPort port, AdminConnections connections) {
        return new ServerBootstrap()
                .group(loop)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.ALLOCATOR, new UnpooledByteBufAllocator(false))
                .childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(LOW_WATER, HIGH_WATER))
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES))
                .childHandler(new Initializer(port, connections));
    }

    private static Channel bound(ServerBootstrap bootstrap, SocketAddress address) throws IOException {
        ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(String.valueOf(bound.cause().getMessage()), bound.cause());
        }
        bound.channel().pipeline().addLast(new AcceptFailures());
        return bound.channel();
    }

    /** Where it listens, with the real port. */
    SocketAddress address() {
        return channel.localAddress();
    }

    void stopAccepting() {
        channel.close().awaitUninterruptibly();
    }

    /** Closes what was accepted. On the event loop. */
    void closeAll() {
        connections.closeAll();
    }

    /** Ends what Netty would log as unhandled for each failed accept. Netty itself has stopped accepting for a second. */
    private static final class AcceptFailures extends ChannelInboundHandlerAdapter {

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            LOG.debug("event=admin_accept_failed cause=\"{}\"", cause.getMessage());
        }
    }

    /** Prepares connections. */
    private static final class Initializer extends ChannelInitializer<Channel> {

        private final AdminPort port;
        private final AdminConnections connections;

        Initializer(AdminPort port, AdminConnections connections) {
            this.port = port;
            this.connections = connections;
        }

        @Override
        protected void initChannel(Channel channel) {
            channel.pipeline()
                    .addLast(new HeadForm())
                    .addLast(new HttpServerCodec(new HttpDecoderConfig()
                            .setMaxInitialLineLength(MAX_REQUEST_LINE)
                            .setMaxHeaderSize(MAX_HEAD)
                            // RFC 9112 6.1, 6.3: two lengths, or chunks of HTTP/1.0, are refused and not repaired.
                            .setUseRfc9112TransferEncoding(true)
                            .setAllowDuplicateContentLengths(false)
                            .setHeadersFactory(BoundedFields.FACTORY)
                            .setTrailersFactory(BoundedFields.FACTORY)))
                    .addLast(new ChunkedWriteHandler())
                    .addLast(new AdminHandler(port, connections));
        }
    }
}

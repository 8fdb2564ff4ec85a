package io.weir.server.admin;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers one request and closes the connection: pipelined requests for a long page could otherwise pile up answers without
 * bound.
 */
final class AdminHandler extends SimpleChannelInboundHandler<HttpObject> {

    private static final Logger LOG = LoggerFactory.getLogger(AdminHandler.class);

    private final Pages pages;
    private final HostPolicy hosts;
    private final AdminConnections connections;
    private boolean answered;

    AdminHandler(Pages pages, HostPolicy hosts, AdminConnections connections) {
        this.pages = pages;
        this.hosts = hosts;
        this.connections = connections;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        connections.opened(context.channel());
        context.fireChannelActive();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
        if (answered) {
            return;
        }
        if (message.decoderResult().isFailure()) {
            answer(context, Page.text(HttpResponseStatus.BAD_REQUEST, "Not a request that could be understood.\n"));
        } else if (message instanceof HttpRequest request) {
            answer(context, page(request));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("event=admin_connection_failed cause=\"{}\"", cause.toString());
        context.close();
    }

    private Page page(HttpRequest request) {
        HttpMethod method = request.method();
        if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
            return Page.text(HttpResponseStatus.METHOD_NOT_ALLOWED, "Only GET and HEAD.\n");
        }
        return Pages.tellsOnlyHealth(request.uri()) ? pageAt(request) : shown(request.headers(), request);
    }

    /** A page, if a browser that a foreign page has sent could not be the one that asks for it. */
    private Page shown(HttpHeaders headers, HttpRequest request) {
        if (headers.getAll(HttpHeaderNames.HOST).size() > 1) {
            return Page.text(HttpResponseStatus.BAD_REQUEST, "More than one Host.\n");
        }
        String host = headers.get(HttpHeaderNames.HOST, "");
        if (!hosts.allowsHost(host)) {
            return Page.text(
                    HttpResponseStatus.MISDIRECTED_REQUEST,
                    "The name in Host is not a name of this listener. weir.admin.hosts lists its names; addresses need no entry.\n");
        }
        for (String origin : headers.getAll(HttpHeaderNames.ORIGIN)) {
            if (!hosts.allowsOrigin(origin, host)) {
                return Page.text(HttpResponseStatus.FORBIDDEN, "Not for pages of another origin.\n");
            }
        }
        return pageAt(request);
    }

    private Page pageAt(HttpRequest request) {
        try {
            return pages.at(request.uri());
        } catch (RuntimeException bug) {
            LOG.error("event=admin_page_failed target=\"{}\"", request.uri(), bug);
            return Page.text(HttpResponseStatus.INTERNAL_SERVER_ERROR, "A bug, see the log.\n");
        }
    }

    private void answer(ChannelHandlerContext context, Page page) {
        answered = true;
        ByteBuf body = Unpooled.copiedBuffer(page.body(), StandardCharsets.UTF_8);
        connections.answers(context.channel(), body.readableBytes());
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, page.status(), body);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, page.contentType())
                .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
                .set("x-content-type-options", "nosniff")
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        if (page.status().equals(HttpResponseStatus.METHOD_NOT_ALLOWED)) {
            response.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD");
        }
        context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
}

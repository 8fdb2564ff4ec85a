package io.weir.server.admin;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpChunkedInput;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.weir.server.text.Excerpt;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers one request and closes the connection: pipelined requests for a long page could otherwise pile up answers without
 * bound, and a request that is hidden in the body of another is never read as one. Confined to its event loop.
 */
final class AdminHandler extends SimpleChannelInboundHandler<HttpObject> {

    private static final Logger LOG = LoggerFactory.getLogger(AdminHandler.class);

    /** Bytes of a refused body that are read, so that its sender comes to read the refusal. */
    private static final int MOST_DISCARDED = 256 * 1024;

    /** Bytes of an answer that wait, no longer compressed, until the socket takes them: up to the high-water mark and a block. */
    static final int UNPACKED_BYTES = AdminListener.HIGH_WATER + PackedText.BLOCK_BYTES;

    private final AdminPort port;
    private final AdminConnections connections;
    private State state = State.HEAD;
    private @Nullable WriteBody body;
    private String method = "";
    private boolean hasEnded;
    private int discarded;

    private enum State {
        /** No head yet. */
        HEAD,
        /** The body of a write comes in; its place is claimed. */
        BODY,
        /** A write is being done, or the answer is on its way. Nothing that comes in counts any more. */
        ANSWERED,
        /** The answer is out, and the client still sends: what comes in is discarded until it ends. */
        DISCARDING
    }

    /** A connection of that port; {@code connections} are those of the same listener. */
    AdminHandler(AdminPort port, AdminConnections connections) {
        this.port = port;
        this.connections = connections;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        connections.opened(context.channel());
        context.fireChannelActive();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
        hasEnded |= message instanceof LastHttpContent;
        if (state == State.DISCARDING) {
            discard(context, message);
        } else if (state == State.ANSWERED) {
            return;
        } else if (message.decoderResult().isFailure()) {
            refuse(context, Refusal.BAD_REQUEST, Refusal.BAD_REQUEST.why());
        } else if (state == State.HEAD && message instanceof HttpRequest request) {
            judge(context, request);
        } else if (state == State.BODY && message instanceof HttpContent content) {
            body(context, content);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == HeadForm.Bad.HEAD && state == State.HEAD) {
            refuse(context, Refusal.BAD_REQUEST, Refusal.BAD_REQUEST.why());
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (state == State.BODY) {
            giveUp();
        }
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("event=admin_connection_failed cause=\"{}\"", cause.toString());
        context.close();
    }

    private void judge(ChannelHandlerContext context, HttpRequest request) {
        method = request.method().name();
        Gate.Verdict verdict;
        try {
            verdict = port.gate().judge(request, port.peer(context.channel()));
        } catch (RuntimeException bug) {
            LOG.error("event=admin_page_failed target=\"{}\"", Excerpt.inQuotes(request.uri()), bug);
            verdict = new Gate.Verdict.Answered(Page.BUG);
        }
        if (verdict instanceof Gate.Verdict.Answered answered) {
            answer(context, answered.page());
        } else if (verdict instanceof Gate.Verdict.Rendered rendered) {
            render(context, rendered.page());
        } else if (verdict instanceof Gate.Verdict.Refused refused) {
            audit(context, request, refused.refusal());
            Page page = refusal(refused.refusal(), refused.why());
            answer(context, refused.allowed().isEmpty() ? page : page.allowing(refused.allowed()));
        } else if (verdict instanceof Gate.Verdict.Granted granted) {
            state = State.BODY;
            body = new WriteBody(granted, port.peer(context.channel()));
            if (HttpUtil.is100ContinueExpected(request)) {
                context.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
            }
        }
    }

    private void audit(ChannelHandlerContext context, HttpRequest request, Refusal refusal) {
        if (refusal.isAudited()) {
            port.audit().refused(port.peer(context.channel()), method, request.uri(), refusal);
        }
    }

    private void body(ChannelHandlerContext context, HttpContent content) {
        WriteBody known = Objects.requireNonNull(body);
        if (!known.add(content.content())) {
            refuse(context, Refusal.BODY, Refusal.BODY.why());
        } else if (content instanceof LastHttpContent) {
            known.request()
                    .ifPresentOrElse(
                            request -> write(context, known.write(), request),
                            () -> refuse(context, Refusal.BAD_REQUEST, known.whyNot()));
        }
    }

    private void write(ChannelHandlerContext context, Write write, WriteRequest request) {
        state = State.ANSWERED;
        body = null;
        connections.works(context.channel());
        context.channel().config().setAutoRead(false);
        try {
            port.writes().run(write, request, done -> answerFromAnyThread(context, Page.of(done)));
        } catch (RejectedExecutionException ending) {
            port.writes().giveUp(write);
            context.close();
        }
    }

    private void render(ChannelHandlerContext context, LongPage page) {
        state = State.ANSWERED;
        connections.answers(context.channel(), 0);
        try {
            port.renderings().render(page, rendered -> answerFromAnyThread(context, rendered));
        } catch (RejectedExecutionException ending) {
            context.close();
        }
    }

    private void answerFromAnyThread(ChannelHandlerContext context, Page page) {
        try {
            context.executor().execute(() -> answer(context, page));
        } catch (RejectedExecutionException ending) {
            LOG.debug("event=admin_answer_lost cause=\"the admin listener has ended\"");
        }
    }

    private void refuse(ChannelHandlerContext context, Refusal refusal, String why) {
        if (state == State.BODY) {
            giveUp();
        }
        answer(context, refusal(refusal, why));
    }

    private Page refusal(Refusal refusal, String why) {
        port.refusals().count(refusal);
        return method.equals(HttpMethod.POST.name()) ? Page.json(refusal, why) : Page.text(refusal, why);
    }

    private void giveUp() {
        state = State.ANSWERED;
        port.writes().giveUp(Objects.requireNonNull(body).write());
        body = null;
    }

    private void answer(ChannelHandlerContext context, Page page) {
        state = State.ANSWERED;
        PackedText body = page.body();
        connections.answers(context.channel(), body.heapBytes() + Math.min(body.bytes(), UNPACKED_BYTES));
        HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, page.status());
        page.fields().forEach(response.headers()::set);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, page.contentType())
                .set(HttpHeaderNames.CONTENT_LENGTH, body.bytes())
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
                .set("x-content-type-options", "nosniff")
                .set(Gate.ADMIN_FIELD, Gate.ADMIN_FIELD_VALUE)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        context.write(response);
        Object content = method.equals(HttpMethod.HEAD.name())
                ? LastHttpContent.EMPTY_LAST_CONTENT
                : new HttpChunkedInput(body.reader());
        context.writeAndFlush(content).addListener((ChannelFutureListener) written -> end(context));
    }

    // RFC 9112 9.6: a connection that is closed while its client still sends is reset, and the answer may be lost.
    private void end(ChannelHandlerContext context) {
        if (hasEnded || !(context.channel() instanceof DuplexChannel connection) || !connection.isActive()) {
            context.close();
        } else {
            state = State.DISCARDING;
            connection.shutdownOutput();
        }
    }

    private void discard(ChannelHandlerContext context, HttpObject message) {
        discarded += message instanceof HttpContent content ? content.content().readableBytes() : 0;
        if (hasEnded || discarded > MOST_DISCARDED || message.decoderResult().isFailure()) {
            context.close();
        }
    }
}
